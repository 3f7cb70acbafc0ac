/// What verifying the log has found.
public struct LedgerVerification: Sendable, Hashable {
    /// How many entries there are.
    public var entries: Int
    /// The first place from which on the log proves nothing; `nil` where it is whole.
    public var firstBreak: LedgerBreak?

    mutating func found(_ other: LedgerBreak) {
        if firstBreak.map({ other.entry < $0.entry }) ?? true { firstBreak = other }
    }
}

public struct LedgerBreak: Sendable, Hashable, CustomStringConvertible {
    /// Id of the entry, or the one that the first missing entry would have.
    public let entry: Int64
    public let reason: Reason

    public enum Reason: Sendable, Hashable {
        /// The row of the whole log is gone, or not as this system left it.
        case root
        /// Chains, or checkpoints, are gone or too many.
        case chains, checkpoints
        /// The row of the chain is not as this system left it.
        case chain(Int64)
        case checkpoint(Int64)
        /// The entry was changed, or does not follow the one before it.
        case entry
        /// An entry of the chain is missing, or stands twice.
        case sequence(Int64)
        /// The chain ends before what its head says, or after.
        case end(Int64)
        /// Another end was signed in the checkpoint than is there now.
        case signedEnd(checkpoint: Int64)
        /// The chain began behind another end of the one before.
        case link(Int64)
        /// The words of the entry are missing, and no entry says that they were deleted; or they are others.
        case words
        /// Words are there that the log says were deleted, or that belong to no entry.
        case unlawfulWords
        /// The checkpoint that was kept elsewhere was not signed with these keys.
        case foreignCheckpoint
        /// The checkpoint that was kept elsewhere is not in this database.
        case missingCheckpoint(Int64)
    }

    public var description: String {
        switch reason {
        case .root: "The log's root is missing or was changed: chains or checkpoints may have been taken away."
        case .chains: "A chain of the log is missing, or stands there that the system has not made."
        case .checkpoints: "A checkpoint of the log is missing, or stands there that the system has not made."
        case .chain(let id): "The head of chain \(id) was changed."
        case .checkpoint(let number): "Checkpoint \(number) was changed: its signature does not fit."
        case .entry: "Entry \(entry) was changed, or does not follow the one before it."
        case .sequence(let chain): "From entry \(entry) on, entries of chain \(chain) are missing, moved or doubled."
        case .end(let chain):
            "Chain \(chain) does not end where it should: from entry \(entry) on, entries are missing."
        case .signedEnd(let checkpoint):
            "What checkpoint \(checkpoint) has signed is not there: from entry \(entry) on, entries are missing or were changed."
        case .link(let chain):
            "What stood before chain \(chain) began is not there: from entry \(entry) on, entries are missing or were changed."
        case .words: "The words of entry \(entry) were changed, or are missing without an entry that deletes them."
        case .unlawfulWords: "Beside entry \(entry) stand words that were deleted, or never belonged to it."
        case .foreignCheckpoint: "The checkpoint that you gave was not signed with the keys of this database."
        case .missingCheckpoint(let number):
            "Checkpoint \(number), which you gave, is not in this database: it was set back to an earlier state."
        }
    }
}
