/// Given names that are used for one another, such as Margrethe and Grethe.
public struct Nicknames: Sendable {
    /// By folded name, the number of its group, from 1.
    let groups: [[UInt8]: UInt32]

    public init(_ names: [[String]]) {
        var groups: [[UInt8]: UInt32] = [:]
        for (index, group) in names.enumerated() {
            for name in group {
                var name = name
                groups[name.withUTF8 { FoldedText.fold($0) }] = UInt32(index + 1)
            }
        }
        self.groups = groups
    }
}
