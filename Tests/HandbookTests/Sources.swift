import Foundation

/// What the sources of Prevention say, for tests that compare them with the data files.
enum PreventionSources {
    /// Every string literal of the form `part.part`: ids of dated rules and codes of guards.
    static func dottedLiterals() throws -> Set<String> {
        try captures(of: /"([a-z0-9-]+\.[a-z0-9-]+)"/)
    }

    /// The codes that are given to `Refusal(…)`.
    static func refusals() throws -> Set<String> {
        try captures(of: /Refusal\(\s*"([a-z0-9.-]+)"/)
    }

    /// The rules of which it is asked whether they are in force yet.
    static func awaited() throws -> Set<String> {
        try captures(of: /isInForce\("([a-z0-9.-]+)"/)
    }

    private static func captures(of pattern: Regex<(Substring, Substring)>) throws -> Set<String> {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let folder = tests.appendingPathComponent("../../Sources/Prevention").standardizedFileURL
        let files = FileManager.default.enumerator(
            at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
        var found: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
                for match in line.matches(of: pattern) { found.insert(String(match.1)) }
            }
        }
        return found
    }
}
