import SQL

extension Migration {
    /// What kinds of data a proposal to a forum holds, codes with spaces between: it is a sharing of its own.
    static let proposals = Migration(number: 25, name: "proposals") { d in
        ["ALTER TABLE forum_item ADD COLUMN categories TEXT NOT NULL DEFAULT 'identity'"]
    }
}
