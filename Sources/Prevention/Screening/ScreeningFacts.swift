/// That an incident counts for a child, and through whom: 16 bytes.
///
/// Two integers hold the four numbers, so that the order (child, day, incident, carer) takes two comparisons.
struct Fact: Comparable, Sendable {
    private let childAndDay: UInt64
    private let incidentAndCarer: UInt64
    /// In the place of a carer, where the child itself is meant.
    static let noCarer: Int32 = -1

    init(child: Int32, day: Int32, incident: Int32, carer: Int32) {
        let orderedDay = UInt32(bitPattern: day) ^ 0x8000_0000
        childAndDay = UInt64(UInt32(bitPattern: child)) << 32 | UInt64(orderedDay)
        incidentAndCarer = UInt64(UInt32(bitPattern: incident)) << 32 | UInt64(UInt32(bitPattern: carer))
    }

    var child: Int32 { Int32(truncatingIfNeeded: childAndDay >> 32) }
    var day: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: childAndDay) ^ 0x8000_0000) }
    var incident: Int32 { Int32(truncatingIfNeeded: incidentAndCarer >> 32) }
    var carer: Int32 { Int32(truncatingIfNeeded: incidentAndCarer) }

    static func < (left: Fact, right: Fact) -> Bool {
        left.childAndDay != right.childAndDay
            ? left.childAndDay < right.childAndDay : left.incidentAndCarer < right.incidentAndCarer
    }

    /// Lets go of children with fewer facts than a rule needs incidents, so that they are not sorted.
    static func dropRare(_ facts: inout [Fact], fewerThan count: Int, children: Int) {
        guard count > 1 else { return }
        var counts = [Int32](repeating: 0, count: children)
        for fact in facts { counts[Int(fact.child)] += 1 }
        facts.removeAll { Int(counts[Int($0.child)]) < count }
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

/// Whom somebody cares for and when: the relations, ordered by carer.
struct CareTable {
    private struct Care {
        let child: Int32
        let from: Int32
        let to: Int32
    }

    /// Where each person's part of `rows` begins; one more at the end.
    private var starts: [Int32]
    private var rows: [Care]

    init(_ input: ScreeningInput) {
        starts = [Int32](repeating: 0, count: input.births.count + 1)
        for carer in input.carers { starts[Int(carer) + 1] += 1 }
        for person in 1..<Swift.max(starts.count, 1) { starts[person] += starts[person - 1] }
        var next = starts
        rows = [Care](repeating: Care(child: 0, from: 0, to: 0), count: input.carers.count)
        for index in input.carers.indices {
            let carer = Int(input.carers[index])
            rows[Int(next[carer])] = Care(
                child: input.children[index], from: input.careFrom[index], to: input.careTo[index])
            next[carer] += 1
        }
    }

    /// The children that `person` cares for on `day`: the first day of a relation included, its end not. A child whose
    /// relation rows overlap comes more than once.
    func forEachChild(of person: Int32, on day: Int32, _ body: (Int32) -> Void) {
        for index in Int(starts[Int(person)])..<Int(starts[Int(person) + 1]) {
            let care = rows[index]
            if care.from <= day, day < care.to { body(care.child) }
        }
    }
}
