public import Prevention
public import SQL

/// What is added to records, held by a hash like them.
extension DisclosureStore {
    struct KeptAddendum {
        let id: Int64
        let said: StoredDisclosure.Addendum
        /// What it is by its text now, and what it was when it was written; empty for one from before there was a hash.
        let digest: String
        let kept: String
    }

    /// As it is sealed and hashed; the salt keeps anybody from guessing at it from the hash.
    private struct Text: Codable {
        let disclosure: Int64
        let body: String
        let actor: String
        let at: Int64
        let salt: String
    }

    /// What is wrong in a record is set right by adding to it.
    ///
    /// - Returns: its id and its hash, for the log.
    public static func addAddendum(
        _ body: String, to id: Int64, keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> (id: Int64, digest: String) {
        let text = try JSONText.encode(
            Text(
                disclosure: id, body: body, actor: actor.name, at: at.milliseconds, salt: Hexadecimal.random(bytes: 16))
        )
        let digest = RecordText.digest(of: text)
        let added = try db.insert(
            """
            INSERT INTO disclosure_addendum (disclosure_id, body, actor, at, digest)
            VALUES (\(id), \(try keys.sealed(text, for: .disclosure)), \(actor.name), \(at.milliseconds), \(digest))
            RETURNING id
            """)
        guard let added else { throw DatabaseFailure(.other, detail: "no id for a new addendum") }
        return (added, digest)
    }

    static func addenda(
        to ids: [Int64], _ keys: KeyRing, in db: any Connection
    ) throws -> [Int64: [KeptAddendum]] {
        var found: [Int64: [KeptAddendum]] = [:]
        for some in ids.portions {
            let rows = try db.fetch(
                """
                SELECT disclosure_id, id, body, actor, at, digest FROM disclosure_addendum
                WHERE disclosure_id IN \(list: some) ORDER BY id
                """
            ) { row in
                (
                    of: row.int64(0), id: row.int64(1), sealed: row.text(2), actor: row.text(3),
                    at: Instant(milliseconds: row.int64(4)), digest: row.text(5)
                )
            }
            for row in rows {
                let text = try keys.opened(row.sealed, for: .disclosure)
                func added(_ body: String, _ digest: String) -> KeptAddendum {
                    KeptAddendum(
                        id: row.id, said: .init(body: body, actor: row.actor, at: row.at), digest: digest,
                        kept: row.digest)
                }
                if row.digest.isEmpty {
                    found[row.of, default: []].append(added(text, ""))
                    continue
                }
                let kept = try JSONText.decode(Text.self, from: text)
                // By what the row says now, so that none of it can be another.
                let now = Text(
                    disclosure: row.of, body: kept.body, actor: row.actor, at: row.at.milliseconds, salt: kept.salt)
                found[row.of, default: []].append(added(kept.body, RecordText.digest(of: try JSONText.encode(now))))
            }
        }
        return found
    }
}
