/// A table of rows that lead somewhere, as the partial `list-table` shows it: each cell a text, a link, a badge, or what can be done
/// with its row.
struct ListTable: Sendable {
    struct Cell: Sendable {
        var cellLabel = ""
        let cellText: String
        var cellHref: String?
        var cellBadge: ForumBadge?
        /// Below the text, in small.
        var cellNote: String?
        var cellForms: [CaseForm] = []

        init(
            _ text: String, href: String? = nil, badge: ForumBadge? = nil, note: String? = nil,
            forms: [CaseForm] = []
        ) {
            cellText = text
            cellHref = href
            cellBadge = badge
            cellNote = note
            cellForms = forms
        }
    }

    struct Row: Sendable {
        let rowHead: Cell
        let rowCells: [Cell]
    }

    struct Column: Sendable {
        let columnName: String
    }

    let tableCaption: String
    let columns: [Column]
    let rows: [Row]
    let hasRows: Bool
    /// Said where there are no rows.
    let tableEmpty: String

    /// - Parameter rows: each with as many cells as there are columns.
    init(caption: String, _ columns: [String], empty: String, _ rows: [[Cell]]) {
        tableCaption = caption
        self.columns = columns.map(Column.init)
        self.rows = rows.compactMap { cells in
            var labelled = cells
            for (place, name) in columns.enumerated() where labelled.indices.contains(place) {
                labelled[place].cellLabel = name
            }
            return labelled.first.map { Row(rowHead: $0, rowCells: Array(labelled.dropFirst())) }
        }
        hasRows = !self.rows.isEmpty
        tableEmpty = empty
    }
}
