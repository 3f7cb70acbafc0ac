/// That an incident counts for a child, and through whom: 20 bytes. Ordered by child, day, incident, carer.
struct Fact: Comparable, Sendable {
    let child: Int32
    let day: Int32
    let incident: Int32
    let carer: Int32
    /// Index of the incident's type.
    let type: Int32
    /// In the place of a carer, where the child itself is meant.
    static let itself = Int32.min

    static func < (left: Fact, right: Fact) -> Bool {
        if left.child != right.child { return left.child < right.child }
        if left.day != right.day { return left.day < right.day }
        if left.incident != right.incident { return left.incident < right.incident }
        return left.carer < right.carer
    }
}

/// When a rule triggers on the facts of one child.
struct Trigger {
    /// Day of the first and of the last incident that triggers.
    let first: Int32
    private(set) var last: Int32
    /// Incidents that trigger.
    private(set) var count: Int
    /// The facts in the window that ends on `first`.
    let window: Range<Int>

    /// `nil` where nothing triggers.
    ///
    /// - Parameter facts: of one child, in their order; the same fact may be there more than once.
    init?(_ facts: ArraySlice<Fact>, atLeast least: Int, within windowDays: Int) {
        var found: Trigger?
        // The window: facts from `low` to the end of the day, and the different incidents among them.
        var low = facts.startIndex
        var inWindow = 0
        var index = facts.startIndex
        while index < facts.endIndex {
            let day = facts[index].day
            var onDay = 0
            while index < facts.endIndex, facts[index].day == day {
                if Trigger.startsIncident(facts, index) { onDay += 1 }
                index += 1
            }
            inWindow += onDay
            while Int(facts[low].day) < Int(day) - windowDays {
                if Trigger.startsIncident(facts, low) { inWindow -= 1 }
                low += 1
            }
            guard inWindow >= least else { continue }
            if found == nil {
                found = Trigger(first: day, last: day, count: onDay, window: low..<index)
            } else {
                found?.last = day
                found?.count += onDay
            }
        }
        guard let found else { return nil }
        self = found
    }

    private init(first: Int32, last: Int32, count: Int, window: Range<Int>) {
        self.first = first
        self.last = last
        self.count = count
        self.window = window
    }

    private static func startsIncident(_ facts: ArraySlice<Fact>, _ index: Int) -> Bool {
        index == facts.startIndex || facts[index].incident != facts[index - 1].incident
    }
}
