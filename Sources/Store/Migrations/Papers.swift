import SQL

extension Migration {
    /// Documents on cases with their sealed content, letters among them, and the texts of letters as edited here.
    static let papers = Migration(number: 18, name: "papers") { d in
        [
            // Numbered within its case: numbers across all would show that there are sealed cases.
            """
            CREATE TABLE document (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                number \(d.integer) NOT NULL,
                kind TEXT NOT NULL,
                title TEXT NOT NULL,
                file_name TEXT NOT NULL,
                type TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(d.integer) NOT NULL,
                checksum TEXT NOT NULL,
                seal TEXT NOT NULL,
                added_by TEXT NOT NULL,
                added_at \(d.integer) NOT NULL,
                removed_by TEXT NOT NULL,
                removed_at \(d.integer),
                removed_reason TEXT NOT NULL,
                UNIQUE (case_id, number))\(d.tableEnd)
            """,
            """
            CREATE TABLE document_part (
                id \(d.identity),
                document_id \(d.integer) NOT NULL REFERENCES document (id),
                ordinal \(d.integer) NOT NULL,
                content TEXT NOT NULL,
                UNIQUE (document_id, ordinal))\(d.tableEnd)
            """,
            """
            CREATE TABLE letter (
                document_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES document (id),
                template TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                receiver TEXT NOT NULL,
                sent_on TEXT NOT NULL,
                channel TEXT NOT NULL,
                sent_by TEXT NOT NULL,
                sent_at \(d.integer))\(d.tableEnd)
            """,
            """
            CREATE TABLE letter_template (
                id \(d.identity),
                code TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                body TEXT NOT NULL,
                note TEXT NOT NULL,
                edited_by TEXT NOT NULL,
                edited_at \(d.integer) NOT NULL,
                UNIQUE (code, version))\(d.tableEnd)
            """,
        ]
    }
}
