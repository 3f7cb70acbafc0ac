public import Foundation
public import Prevention
public import SQL

/// A document on a case, without its content.
public struct StoredDocument: Sendable, Hashable {
    /// Row id; never shown.
    public let id: Int64
    public let caseID: Int64
    /// Within its case, from 1.
    public let number: Int
    public let kind: DocumentKind
    public let title: String
    /// With an ending of its type.
    public let fileName: String
    /// Code of its type in document-types.yaml.
    public let type: String
    public let mediaType: String
    /// Bytes.
    public let size: Int
    /// SHA-256 of the content, in hexadecimal.
    public let checksum: String
    /// Drawn at random; what its content is bound to besides the case.
    let seal: String
    public let addedBy: String
    public let addedAt: Instant
    public let removal: Removal?
    /// Where it is a letter.
    public let letter: Letter?

    public struct Removal: Sendable, Hashable {
        public let by: String
        public let at: Instant
        public let reason: String
    }

    public struct Letter: Sendable, Hashable {
        public let template: String
        /// Of the template; 0 for the one that is shipped.
        public let version: Int
        public let receiver: LetterReceiver
        public let sending: Sending?
    }

    public struct Sending: Sendable, Hashable {
        public let on: LocalDate
        public let channel: LetterChannel
        public let by: String
    }
}

extension StoredDocument {
    /// The same without what people have written of it, which may name somebody: title, file name, and why it was removed. A
    /// letter keeps its title, which is that of its template.
    public var withoutWords: StoredDocument {
        StoredDocument(
            id: id, caseID: caseID, number: number, kind: kind, title: letter == nil ? "" : title, fileName: "",
            type: type, mediaType: mediaType, size: size, checksum: checksum, seal: seal, addedBy: addedBy,
            addedAt: addedAt, removal: removal.map { Removal(by: $0.by, at: $0.at, reason: "") }, letter: letter)
    }
}

/// What is known of a document before it is stored.
public struct NewDocument: Sendable {
    public let kind: DocumentKind
    public let title: String
    public let fileName: String
    public let type: DocumentType
    public let size: Int
    public let checksum: String
    public let seal: String

    public init(
        kind: DocumentKind, title: String, fileName: String, type: DocumentType, size: Int, checksum: String,
        seal: String
    ) {
        self.kind = kind
        self.title = title
        self.fileName = fileName
        self.type = type
        self.size = size
        self.checksum = checksum
        self.seal = seal
    }
}

/// Documents on cases. Their content lies in parts, each sealed and bound to case, document and place.
public enum DocumentStore {
    /// Bytes of content in one part.
    public static let partSize = 256 << 10

    /// What a part is bound to, worked out from where it lies.
    static let place: SQL = """
        (SELECT CAST(d.case_id AS TEXT) || ' ' || d.seal || ' ' || CAST(ordinal AS TEXT) FROM document d
        WHERE d.id = document_id)
        """

    /// The same, of a part before it is stored.
    public static func place(of ordinal: Int, caseID: Int64, seal: String) -> String {
        "\(caseID) \(seal) \(ordinal)"
    }

    private static let columns: SQL = """
        d.id, d.case_id, d.number, d.kind, d.title, d.file_name, d.type, d.media_type, d.size, d.checksum, d.seal,
        d.added_by, d.added_at, d.removed_by, d.removed_at, d.removed_reason, l.template, l.version, l.receiver, l.sent_on,
        l.channel, l.sent_by
        """
    private static let tables: SQL = "document d LEFT JOIN letter l ON l.document_id = d.id"

    private static func document(_ row: Row) -> StoredDocument {
        StoredDocument(
            id: row.int64(0), caseID: row.int64(1), number: row.int(2),
            kind: DocumentKind(rawValue: row.text(3)) ?? .other,
            title: row.text(4), fileName: row.text(5), type: row.text(6), mediaType: row.text(7), size: row.int(8),
            checksum: row.text(9), seal: row.text(10), addedBy: row.text(11),
            addedAt: Instant(milliseconds: row.int64(12)),
            removal: row.int64OrNil(14).map {
                .init(by: row.text(13), at: Instant(milliseconds: $0), reason: row.text(15))
            },
            letter: LetterReceiver(rawValue: row.text(18)).map { receiver in
                let sentOn = LocalDate(row.text(19))
                let channel = LetterChannel(rawValue: row.text(20))
                let sending: StoredDocument.Sending? =
                    if let sentOn, let channel { .init(on: sentOn, channel: channel, by: row.text(21)) } else { nil }
                return .init(template: row.text(16), version: row.int(17), receiver: receiver, sending: sending)
            })
    }

    /// Newest first, removed ones among them.
    public static func documents(of caseID: Int64, in db: any Connection) throws -> [StoredDocument] {
        try db.fetch(
            "SELECT \(columns) FROM \(tables) WHERE d.case_id = \(caseID) ORDER BY d.number DESC", document)
    }

    public static func document(
        _ number: Int, of caseID: Int64, in db: any Connection
    ) throws -> StoredDocument? {
        try db.first(
            "SELECT \(columns) FROM \(tables) WHERE d.case_id = \(caseID) AND d.number = \(number)", document)
    }

    /// The number of a document of the case with the same content; `nil` where there is none.
    public static func number(
        withContent checksum: String, in caseID: Int64, _ db: any Connection
    ) throws -> Int? {
        try db.first(
            """
            SELECT number FROM document WHERE case_id = \(caseID) AND checksum = \(checksum) AND removed_at IS NULL
            ORDER BY number
            """
        ) { $0.int(0) }
    }

    /// - Parameter parts: hands over each part, sealed, in order.
    /// - Returns: its number in the case, and its row id.
    public static func add(
        _ new: NewDocument, to caseID: Int64, by actor: Actor, at: Instant, in db: any Connection,
        parts: ((String) throws -> Void) throws -> Void
    ) throws -> (number: Int, id: Int64) {
        let number = 1 + (try db.count("SELECT COALESCE(MAX(number), 0) FROM document WHERE case_id = \(caseID)"))
        let id = try db.insert(
            """
            INSERT INTO document (case_id, number, kind, title, file_name, type, media_type, size, checksum, seal, added_by,
                added_at, removed_by, removed_at, removed_reason)
            VALUES (\(caseID), \(number), \(new.kind.rawValue), \(new.title), \(new.fileName), \(new.type.code),
                \(new.type.mediaType), \(new.size), \(new.checksum), \(new.seal), \(actor.name), \(at.milliseconds), '', NULL, '')
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a document") }
        let statement = try db.prepare("INSERT INTO document_part (document_id, ordinal, content) VALUES (?, ?, ?)")
        var ordinal = 0
        try parts { sealed in
            try statement.run([.integer(id), .integer(Int64(ordinal)), .text(sealed)])
            ordinal += 1
        }
        return (number, id)
    }

    /// One part of the content; `nil` behind the last.
    ///
    /// - Throws: `KeyRing.CannotOpen` where it was changed, or lies elsewhere than where it was put.
    public static func part(
        _ ordinal: Int, of document: StoredDocument, keys: KeyRing, in db: any Connection
    ) throws -> Data? {
        let sealed = try db.first(
            "SELECT content FROM document_part WHERE document_id = \(document.id) AND ordinal = \(ordinal)"
        ) { $0.text(0) }
        guard let sealed else { return nil }
        let place = place(of: ordinal, caseID: document.caseID, seal: document.seal)
        return try keys.opened(sealed, for: .document, boundTo: place)
    }

    /// Takes the content away and keeps the line; false where it has gone before.
    public static func remove(
        _ document: StoredDocument, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let isRemoved =
            try db.execute(
                """
                UPDATE document SET removed_by = \(actor.name), removed_at = \(at.milliseconds), removed_reason = \(reason)
                WHERE id = \(document.id) AND removed_at IS NULL
                """) == 1
        guard isRemoved else { return false }
        try db.execute("DELETE FROM document_part WHERE document_id = \(document.id)")
        return true
    }

    /// Everything about the documents of a case.
    static func deleteAll(of caseID: Int64, in db: any Connection) throws {
        let own: SQL = "(SELECT id FROM document WHERE case_id = \(caseID))"
        try db.execute("DELETE FROM document_part WHERE document_id IN \(own)")
        try db.execute("DELETE FROM letter WHERE document_id IN \(own)")
        try db.execute("DELETE FROM document WHERE case_id = \(caseID)")
    }
}
