extension Engine {
    /// What is wrong with correcting `before` to `after`, whose events are the same; empty if nothing is.
    ///
    /// The case must be one that the programme allows (`problem(importing:)`), as far as it was before. What its form, the steps
    /// taken and their guards ask for must be there as well, as far as it was: what another system has carried without it is
    /// not asked for now.
    public static func refusals(
        correcting before: CaseFile, to after: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let form = after.programme.form
        var found = fieldProblems(after.fields, in: form, of: after.programme)
        if let day = after.events.last?.at.day {
            let changed = after.fields.filter { $0.value != before.fields[$0.key] }
            found += notInForce(form, changed, on: day, openedOn: after.openedAt?.day, law)
        }
        if !found.isEmpty { return found }
        if let problem = try problem(changing: before, to: after, law: law) { return [problem] }
        let missing = try unmet(before, law)
        return try unmet(after, law).filter { !missing.contains($0) }
    }

    /// The first thing wrong with `after` that was not wrong with `before`: what is wrong already keeps nobody from putting
    /// something else right.
    public static func problem(
        changing before: CaseFile, to after: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> Refusal? {
        let found = try problems(importing: after, law: law)
        if found.isEmpty { return nil }
        let already = try problems(importing: before, law: law)
        return found.first { !already.contains($0) }
    }

    /// The first thing wrong with `after`, to which somebody is added: what the change makes wrong, and whatever the programme
    /// asks of those who take part, also where it was asked in vain before.
    public static func problem(
        joining before: CaseFile, to after: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> Refusal? {
        if let problem = try problem(changing: before, to: after, law: law) { return problem }
        return try partyGuardsBroken(by: after, law).first
    }

    /// What the form, and each step taken with its guards, asks for in vain.
    private static func unmet(_ file: CaseFile, _ law: LawBook) throws(LawBook.MissingRule) -> [Refusal] {
        let programme = file.programme
        var required = programme.form.filter(\.isRequired).map(\.code)
        var broken: [Refusal] = []
        var stage: Stage?
        for (index, event) in file.events.enumerated() {
            guard case .entered(let next) = event.kind else { continue }
            if let stage, let step = programme.transition(from: stage, to: next) { required += step.requires }
            let situation = Situation(
                moving: file.with(events: Array(file.events[...index])), to: next, at: event.at, law: law, before: nil,
                later: Array(file.events[(index + 1)...]))
            for refusal in try self.broken(programme.guards, situation) where !broken.contains(refusal) {
                broken.append(refusal)
            }
            stage = next
        }
        let empty = Set(required).filter { (file.fields[$0] ?? "").isEmpty }.sorted()
        return empty.map { Refusal("field-required", ["field": $0]) } + broken
    }
}
