import Foundation
public import Prevention
public import SQL

/// A page that is being prepared.
public struct StoredLocalPage: Sendable, Hashable {
    public let id: Int64
    public let page: LocalPage
    public let actor: String
    public let at: Instant
    public let revision: Int
}

/// A page as it was published.
public struct PublishedPage: Sendable, Hashable {
    public let id: Int64
    public let municipality: String
    public let page: LocalPage
    public let publishedBy: String
    public let publishedAt: Instant
    public let withdrawnBy: String
    /// `nil` while it is shown, or until a newer one takes its place.
    public let withdrawnAt: Instant?
    /// Why it was taken back.
    public let reason: String
}

/// The pages that local councils share.
public enum LocalPageStore {
    public static func page(of municipality: String, in db: any Connection) throws -> StoredLocalPage? {
        try db.first("SELECT id, body, actor, at, revision FROM local_page WHERE municipality = \(municipality)") {
            StoredLocalPage(
                id: $0.int64(0), page: try page($0.text(1)), actor: $0.text(2),
                at: Instant(milliseconds: $0.int64(3)), revision: $0.int(4))
        }
    }

    /// - Parameter revision: of what the user saw; 0 where there was none.
    /// - Returns: the row id; `nil` where somebody else was faster.
    public static func save(
        _ page: LocalPage, of municipality: String, revision: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64? {
        let body = try text(page)
        if let old = try self.page(of: municipality, in: db) {
            let changed = try db.execute(
                """
                UPDATE local_page SET body = \(body), actor = \(actor.name), at = \(at.milliseconds),
                    revision = revision + 1
                WHERE id = \(old.id) AND revision = \(revision)
                """)
            return changed == 1 ? old.id : nil
        }
        guard revision == 0 else { return nil }
        return try db.insert(
            """
            INSERT INTO local_page (municipality, body, actor, at, revision)
            VALUES (\(municipality), \(body), \(actor.name), \(at.milliseconds), 1)
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    public static func publish(
        _ page: LocalPage, of municipality: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO local_page_version (municipality, body, published_by, published_at, withdrawn_by, withdrawn_at, reason)
            VALUES (\(municipality), \(try text(page)), \(actor.name), \(at.milliseconds), '', NULL, '') RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a published page") }
        return id
    }

    /// Takes back all that is shown of a municipality. False where nothing is.
    public static func withdraw(
        _ municipality: String, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE local_page_version SET withdrawn_by = \(actor.name), withdrawn_at = \(at.milliseconds),
                reason = \(reason)
            WHERE municipality = \(municipality) AND withdrawn_at IS NULL
            """) > 0
    }

    /// Newest first.
    public static func versions(of municipality: String, in db: any Connection) throws -> [PublishedPage] {
        try db.fetch(
            """
            SELECT id, municipality, body, published_by, published_at, withdrawn_by, withdrawn_at, reason
            FROM local_page_version WHERE municipality = \(municipality) ORDER BY id DESC
            """, published)
    }

    /// The page that is shown; `nil` where none is.
    public static func shown(of municipality: String, in db: any Connection) throws -> PublishedPage? {
        try db.first(
            """
            SELECT id, municipality, body, published_by, published_at, withdrawn_by, withdrawn_at, reason
            FROM local_page_version WHERE municipality = \(municipality) AND withdrawn_at IS NULL
            ORDER BY id DESC LIMIT 1
            """, published)
    }

    /// Codes of the municipalities of which a page is shown.
    public static func shownPlaces(in db: any Connection) throws -> Set<String> {
        Set(
            try db.fetch("SELECT DISTINCT municipality FROM local_page_version WHERE withdrawn_at IS NULL") {
                $0.text(0)
            })
    }

    private static func published(_ row: Row) throws -> PublishedPage {
        PublishedPage(
            id: row.int64(0), municipality: row.text(1), page: try page(row.text(2)), publishedBy: row.text(3),
            publishedAt: Instant(milliseconds: row.int64(4)), withdrawnBy: row.text(5),
            withdrawnAt: row.int64OrNil(6).map { Instant(milliseconds: $0) }, reason: row.text(7))
    }

    private static func text(_ page: LocalPage) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(page), as: UTF8.self)
    }

    private static func page(_ text: String) throws -> LocalPage {
        do {
            return try JSONDecoder().decode(LocalPage.self, from: Data(text.utf8))
        } catch {
            throw DatabaseFailure(.other, detail: "a local page cannot be read")
        }
    }
}
