/// Whom somebody cares for and when: the relations, ordered by carer.
struct CareTable: Sendable {
    /// By person: where their part of `rows` begins, counted from 1; 0 for somebody who cares for nobody.
    private var starts = RowColumn<Int32>(absent: 0)
    private let rows: [ScreeningInput.Care]

    init(_ care: [ScreeningInput.Care]) {
        // The store gives them in this order.
        var isOrdered = true
        for index in care.indices.dropFirst() where care[index - 1].carer > care[index].carer { isOrdered = false }
        rows = isOrdered ? care : care.sorted { $0.carer < $1.carer }
        for index in rows.indices where index == 0 || rows[index - 1].carer != rows[index].carer {
            starts[rows[index].carer] = Int32(index + 1)
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
