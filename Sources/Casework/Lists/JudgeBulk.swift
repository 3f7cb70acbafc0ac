import Handbook
public import Prevention
import SQL
public import Store

/// What is to be done to many cases (*samlet handling*).
public enum BulkAction: Sendable, Hashable {
    /// Hands them to a colleague, with a message.
    case assign(owner: String, message: String)
    /// Takes a step that ends them, with the fields of its form.
    case close(Stage, fields: [String: String], note: String)
}

/// A case that was picked, with the revision that was seen.
public struct PickedCase: Sendable, Hashable {
    public let id: Int64
    public let revision: Int

    public init(_ id: Int64, revision: Int) {
        self.id = id
        self.revision = revision
    }
}

/// What would happen to one of them.
public struct JudgedCase: Sendable {
    public let row: CaseRow
    public let programme: Programme
    /// Why it cannot be done; empty where it can.
    public let refusals: [Refusal]
    /// Steps that end it and that the actor's role may take now.
    public let closing: [Stage]
    /// The fields that the step in question asks for.
    public let asks: [Field]
    /// Those of them that must be filled and are not yet.
    public let lacks: [String]
    public var isPossible: Bool { refusals.isEmpty }
}

/// Looks at many cases and says of each what would happen and why not. Nothing is changed; that they were read is logged.
public struct JudgeBulk: Sendable {
    /// At once.
    public static let most = 100

    public let picked: [PickedCase]
    /// `nil` while it is not chosen.
    public let action: BulkAction?

    public init(_ picked: [PickedCase], _ action: BulkAction?) {
        self.picked = picked
        self.action = action
    }

    /// In the order in which they were picked; what is not there for the actor, and what concerns their own family, is left out.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [JudgedCase] {
        var judged: [JudgedCase] = []
        for one in picked.prefix(JudgeBulk.most) {
            do {
                judged.append(
                    try await office.reading(case: one.id, as: who) { db, opened in
                        try judge(one, opened, who.actor, office, in: db)
                    })
            } catch is NotFound {
                continue
            } catch is Refused {
                continue
            }
        }
        return judged
    }

    private func judge(
        _ one: PickedCase, _ opened: OpenedCase, _ actor: Actor, _ office: Office, in db: any Connection
    ) throws -> JudgedCase {
        let (row, file) = (opened.row, opened.file)
        let programme = file.programme
        let steps = programme.transitions(from: Stage(row.stage)).filter {
            actor.holds(any: $0.by) && programme.isEnd($0.to)
        }
        var refusals: [Refusal] = row.revision == one.revision ? [] : [Refusal("changed-meanwhile")]
        var asks: [Field] = []
        var lacks: [String] = []
        switch action {
        case .assign(let owner, let message):
            refusals += try Engine.problems(saying: [message], about: file, law: office.law)
            if !opened.mayHandle { refusals.append(Refusal("not-your-programme")) }
            if owner == row.owner {
                refusals.append(Refusal("bulk-same-owner"))
            } else if !owner.isEmpty {
                let account = try AccountStore.account(named: owner, in: db)
                let mayOwn = account.map { office.handbook.placed($0.actor).mayOwn(programme, row) } ?? false
                if !mayOwn { refusals.append(Refusal("bulk-cannot-own")) }
            }
        case .close(let stage, let fields, let note):
            refusals += try Engine.problems(saying: [note], about: file, law: office.law)
            if let step = steps.first(where: { $0.to == stage }) {
                asks = step.asks.compactMap { programme.field($0) }
                lacks = step.requires.filter { (file.fields[$0] ?? "").isEmpty }
            }
            refusals += try Engine.refusals(
                moving: file, to: stage, at: max(office.now, file.events.last?.at ?? office.now),
                setting: file.asked(of: fields, movingTo: stage), by: actor, law: office.law
            ).filter { $0.code != "field-required" }
        case nil:
            break
        }
        return JudgedCase(
            row: row, programme: programme, refusals: refusals, closing: steps.map(\.to), asks: asks, lacks: lacks)
    }
}
