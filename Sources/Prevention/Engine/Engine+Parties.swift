extension Engine {
    /// What is wrong with taking somebody out of a case: a step that it has taken needed them, as `before` showed and `after`,
    /// the same case without them, does not. Somebody else in the same role, added first, makes it right.
    public static func refusals(
        takingPartyFrom before: CaseFile, leaving after: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for (index, event) in before.events.enumerated() {
            guard case .entered(let stage) = event.kind else { continue }
            let events = Array(before.events[...index])
            let was = Situation(moving: before.with(events: events), to: stage, at: event.at, law: law, before: nil)
            let would = Situation(moving: after.with(events: events), to: stage, at: event.at, law: law, before: nil)
            let already = try broken(before.programme.guards, was)
            for refusal in try broken(before.programme.guards, would)
            where !already.contains(refusal) && !found.contains(refusal) {
                found.append(refusal)
            }
        }
        return found.isEmpty ? [] : [Refusal("party-needed")] + found
    }

    /// What the case itself, as it stands, makes impossible in a step, whatever its form says; empty where nothing does.
    public static func ruledOut(
        _ step: Transition, on file: CaseFile, at: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let after = file.adding(CaseEvent(.entered(step.to), at: at))
        return try broken(
            file.programme.guards.filter(\.isOfFacts),
            Situation(moving: after, to: step.to, at: at, law: law, before: file.fields))
    }
}
