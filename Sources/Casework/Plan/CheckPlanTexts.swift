import Handbook
public import Prevention
import SQL
import Store

/// A text of the plan or its bodies, with the field that it stands in.
public struct PlanTyped: Sendable, Hashable {
    public let place: String
    public let text: String

    public init(_ place: String, _ text: String) {
        self.place = place
        self.text = text
    }

    /// With blanks for what joins words in an address.
    var readable: String {
        text.replacing(#/https?:\/\/\S+/#) { match in
            String(match.output.map { "-_+%".contains($0) ? " " : $0 })
        }
    }
}

extension Office {
    /// What every text of the plan, its bodies and all beside them goes through before it is saved: none may number anybody, and
    /// one that seems to name a person is saved only where the user says that they do not know of them from their work.
    ///
    /// A name is looked for in the list of common names and in the register, and the answer does not say in which it was found: it
    /// must not be a way to ask the register. The look-up is logged as a search, without the text, so whoever tries names leaves
    /// a trace of each try; and after `plan-texts.warnings` in an hour, every text is warned of unasked.
    ///
    /// A text of more than `PlanText.longest` characters is refused for that alone, before anything is looked for in it.
    ///
    /// Whoever calls this has asked the policy first, and what the rows say of the actor's right to write there.
    ///
    /// - Parameters:
    ///   - isConfirmed: whether the user has said so, having been warned.
    ///   - problems: what is wrong besides.
    /// - Throws: `Refused` with every reason; `plan-text.name` is the warning.
    public func checkPlanTexts(
        _ texts: [PlanTyped], isConfirmed: Bool, problems: [Refusal] = [], by actor: Actor
    ) async throws {
        let written = texts.filter { !$0.text.isEmpty }
        var found = problems
        let long = written.filter { $0.text.count > PlanText.longest }
            .map { Refusal("plan.too-long", ["place": $0.place, "most": String(PlanText.longest)]) }
            .filter { one in
                !problems.contains { $0.code == one.code && $0.arguments["place"] == one.arguments["place"] }
            }
        // Nothing is looked for in what is refused for its length.
        guard long.isEmpty, !problems.contains(where: { $0.code == "plan.too-long" }) else {
            throw Refused(problems + long)
        }
        for typed in written {
            found += PlanText.forbidden(in: typed.text).map { Refusal($0, ["place": typed.place]) }
        }
        let named = try await placesThatName(written, isConfirmed: isConfirmed, by: actor)
        if !isConfirmed { found += named.map { Refusal("plan-text.name", ["place": $0]) } }
        guard found.isEmpty else { throw Refused(found) }
    }

    /// The fields that seem to name somebody. The entry in the log is written before the answer is known to anybody.
    private func placesThatName(
        _ written: [PlanTyped], isConfirmed: Bool, by actor: Actor
    ) async throws -> [String] {
        guard !written.isEmpty else { return [] }
        let names = handbook.nameWords
        let now = now
        let most = try law.value("plan-texts.warnings", on: now.day)
        return try await database.write { [ledger] db in
            let tries =
                isConfirmed ? 0 : try PlanTextWarnings.count(of: actor, since: now.adding(seconds: -3_600), in: db)
            let places = try written.filter { typed in
                // As many names have been tried: nothing is looked for any more.
                if tries >= most { return true }
                let text = typed.readable
                let isListed = names.nameSomebody(in: text)
                // Asked in any case, so that the time it takes says nothing either.
                let isKnown = try NamedInRegister.names(somebodyIn: text, db)
                return isListed || isKnown
            }.map(\.place)
            if !isConfirmed, !places.isEmpty { try PlanTextWarnings.add(by: actor, at: now, in: db) }
            let looked = written.map(\.place).joined(separator: " ")
            let reason = "plan texts \(looked)" + (isConfirmed && !places.isEmpty ? " confirmed" : "")
            try ledger.record(.search, .person, id: nil, reason: reason, by: actor, at: now, in: db)
            return places
        }
    }
}
