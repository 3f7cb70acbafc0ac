/// When a decision binds somebody (*i kraft*): the stages that put it in force and end it, and the field with its last day.
public struct Force: Sendable, Hashable {
    /// The decision holds from the first of these.
    public let from: [Stage]
    /// Until one of these.
    public let until: [Stage]
    /// The field with its last day: past it the decision lapses, whether or not somebody has recorded that.
    public let lastDay: String

    /// The periods in force, oldest first.
    func periods(of file: CaseFile) -> [RelatedCase.Period] {
        let lapses = LocalDate(file.fields[lastDay] ?? "").map { Instant(startOf: $0 + 1) }
        var periods: [RelatedCase.Period] = []
        var since: Instant?
        func close(at end: Instant?) {
            guard let from = since else { return }
            since = nil
            let to = [end, lapses].compactMap { $0 }.min()
            if let to, to <= from { return }
            periods.append(.init(from: from, to: to))
        }
        for event in file.events {
            if from.contains(where: event.enters) { since = since ?? event.at }
            if until.contains(where: event.enters) { close(at: event.at) }
        }
        close(at: nil)
        return periods
    }
}
