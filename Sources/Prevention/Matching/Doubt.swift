/// A doubt whether two records of the register are one person (*tvivl om identitet*), and how it comes to a decision.
public enum Doubt {
    public enum State: String, Sendable, CaseIterable {
        /// Nobody has said anything.
        case open
        /// Somebody has decided, and a second person has to agree (*fire øjne*).
        case second
        /// Somebody could not say, or two have said different things.
        case unsure
        case same
        case different
        /// Another decision has answered it.
        case gone

        /// Whether it waits for somebody; meanwhile parts in incidents are held.
        public var waits: Bool { Doubt.State.waiting.contains(self) }

        public static let waiting: [State] = [.open, .second, .unsure]
    }

    public enum Origin: String, Sendable, CaseIterable {
        /// A row of an import said too little to tell whom it is about.
        case `import`
        /// Two records that were in the register already.
        case register
    }

    public enum Verdict: String, Sendable, CaseIterable {
        case same
        case different
        case unsure
        /// An earlier decision was taken back.
        case reopened

        /// What a reviewer may say.
        public static let choices: [Verdict] = [.same, .different, .unsure]
    }

    /// A verdict that waits for a second person.
    public struct First: Sendable, Hashable {
        public let verdict: Verdict
        /// Account name of whoever gave it.
        public let actor: String

        public init(_ verdict: Verdict, by actor: String) {
            self.verdict = verdict
            self.actor = actor
        }
    }

    /// The state that follows on a verdict.
    ///
    /// - Parameters:
    ///   - first: what waits for a second person, where the state is `second`.
    ///   - needsSecond: whether such a verdict counts only when two persons have given it.
    /// - Throws: `Refusal`: `doubt-decided` where it waits for nobody, `doubt-second` where the same person would agree with
    ///   themselves.
    public static func next(
        from state: State, _ verdict: Verdict, by actor: String, after first: First?, needsSecond: Bool
    ) throws(Refusal) -> State {
        guard state.waits, verdict != .reopened else { throw Refusal("doubt-decided") }
        if state == .second, let first {
            guard first.actor != actor else { throw Refusal("doubt-second") }
            // Two who disagree leave it in doubt, whichever of them is right.
            guard verdict == first.verdict else { return .unsure }
            return verdict == .same ? .same : .different
        }
        switch verdict {
        case .unsure, .reopened: return .unsure
        case .same: return needsSecond ? .second : .same
        case .different: return needsSecond ? .second : .different
        }
    }
}
