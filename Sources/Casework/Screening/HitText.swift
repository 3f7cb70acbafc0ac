import Prevention

/// What is written about a hit: the reason of a decision or a deferral, a question to a colleague and its answer.
public enum HitText {
    /// More letters than that none of them has.
    public static let longest = 4_000

    /// - Parameter place: the field of the form.
    static func problem(_ text: String, at place: String) -> Refusal? {
        text.count > longest ? Refusal("hit-text-long", ["place": place, "most": String(longest)]) : nil
    }
}
