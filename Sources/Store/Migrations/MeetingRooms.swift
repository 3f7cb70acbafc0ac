import SQL

extension Migration {
    /// When somebody has left the room of a meeting; they have taken part all the same.
    static let meetingRooms = Migration(number: 27, name: "meeting-rooms") { d in
        ["ALTER TABLE forum_room ADD COLUMN left_at \(d.integer)"]
    }
}
