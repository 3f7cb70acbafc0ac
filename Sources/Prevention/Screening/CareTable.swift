/// Who cares for whom and when (*forældre og omsorgspersoner*), filled in any order. Several threads may each fill a table of their
/// own, which one of them then takes over.
public struct CareTable: Sendable {
    /// A relation: carer and child by their numbers, first day, first day after.
    fileprivate struct Care {
        let carer: Int32
        let child: Int32
        let from: Int32
        let to: Int32
    }

    private let persons: RowNumbers
    private var rows: [Care] = []
    /// Whether the rows came ordered by carer, as the store gives them.
    private var isOrdered = true

    init(persons: RowNumbers) {
        self.persons = persons
    }

    /// A relation `parent` or `caregiver`: `person` cares for `related`. Several rows of one pair add up.
    ///
    /// - Parameters:
    ///   - from: first day; `nil` = always.
    ///   - to: first day after; `nil` = still.
    public mutating func add(person: Int64, related: Int64, from: LocalDate?, to: LocalDate?) {
        add(
            Care(
                carer: persons.number(of: person), child: persons.number(of: related),
                from: from?.dayNumber ?? Int32.min, to: to?.dayNumber ?? Int32.max))
    }

    private mutating func add(_ care: Care) {
        if let last = rows.last, last.carer > care.carer { isOrdered = false }
        rows.append(care)
    }

    /// Takes over the relations of other tables, of the same input as this one.
    public mutating func merge(_ tables: [CareTable]) {
        let ordered = tables.sorted { ($0.rows.first?.carer ?? Int32.min) < ($1.rows.first?.carer ?? Int32.min) }
        for table in ordered { for care in table.rows { add(care) } }
    }

    /// To be asked by carer.
    func settled() -> SettledCare {
        SettledCare(isOrdered ? rows : rows.sorted { $0.carer < $1.carer })
    }
}

/// The relations of a `CareTable`, those of each carer together.
struct SettledCare: Sendable {
    private let rows: [CareTable.Care]
    /// By person: where their part of `rows` begins, counted from 1; 0 for somebody who cares for nobody.
    private var starts = RowColumn<Int32>(absent: 0)

    /// - Parameter rows: ordered by carer.
    fileprivate init(_ rows: [CareTable.Care]) {
        self.rows = rows
        for (index, care) in rows.enumerated() where index == 0 || rows[index - 1].carer != care.carer {
            starts[care.carer] = Int32(index + 1)
        }
    }

    /// Where the relations of `person` begin; `nil` for somebody who cares for nobody.
    func first(of person: Int32) -> Int? {
        let start = starts[person]
        return start == 0 ? nil : Int(start) - 1
    }

    /// The children that `person` cares for on `day`: the first day of a relation included, its end not. A child whose
    /// relation rows overlap comes more than once.
    ///
    /// - Parameter first: where the person's relations begin.
    func forEachChild(from first: Int, on day: Int32, _ body: (Int32) -> Void) {
        var index = first
        let carer = rows[first].carer
        while index < rows.count, rows[index].carer == carer {
            let care = rows[index]
            if care.from <= day, day < care.to { body(care.child) }
            index += 1
        }
    }
}
