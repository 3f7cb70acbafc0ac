import Foundation

/// A name as it is searched for: without regard to capitals, to surplus spaces, and to how å and its like are composed.
public enum NameKey {
    public static func of(_ name: String) -> String {
        let composed = name.utf8.allSatisfy { $0 < 0x80 } ? name : name.precomposedStringWithCanonicalMapping
        return composed.lowercased().split(separator: " ").joined(separator: " ")
    }
}
