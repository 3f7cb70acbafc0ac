/// Whom somebody cares for and when: the relations by carer. Filled in any order; asked once it is settled.
struct CareTable: Sendable {
    /// A relation: carer and child by their numbers, first day, first day after.
    struct Care: Sendable {
        let carer: Int32
        let child: Int32
        let from: Int32
        let to: Int32
    }

    /// By person: where their part of `rows` begins, counted from 1; 0 for somebody who cares for nobody.
    private var starts = RowColumn<Int32>(absent: 0)
    private var rows: [Care] = []
    /// Whether the rows came ordered by carer, as the store gives them.
    private var isOrdered = true

    mutating func add(_ care: Care) {
        if let last = rows.last, last.carer > care.carer { isOrdered = false }
        if isOrdered, rows.last?.carer != care.carer { starts[care.carer] = Int32(rows.count + 1) }
        rows.append(care)
    }

    /// With the relations of each carer together.
    func settled() -> CareTable {
        if isOrdered { return self }
        var table = CareTable()
        for care in rows.sorted(by: { $0.carer < $1.carer }) { table.add(care) }
        return table
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
