import Mustache

/// A model as the template engine reads it.
///
/// The engine looks every name up by reflection, again for each `{{name}}`. A page of fifty rows asks some thousand times,
/// so each model is taken apart once, into nodes that answer by dictionary.
final class PageNode: MustacheParent, Sendable {
    private let children: [String: any Sendable]

    init(_ children: [String: any Sendable]) {
        self.children = children
    }

    func child(named: String) -> Any? {
        children[named]
    }

    /// Takes a model apart: texts, numbers, truth values and what is markup already stay; what is `nil` is left out; structs and dictionaries become
    /// nodes, arrays lists of nodes.
    static func node(of value: Any) -> (any Sendable)? {
        switch value {
        case let text as String: return text
        case let flag as Bool: return flag
        case let number as Int: return number
        case let number as Double: return number
        case let options as SelectOptions: return options
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.flatMap { node(of: $0.value) }
        case .collection, .set:
            return PageNodes(mirror.children.map { node(of: $0.value) ?? "" })
        case .dictionary:
            var children: [String: any Sendable] = [:]
            for pair in mirror.children {
                let parts = Array(Mirror(reflecting: pair.value).children)
                if parts.count == 2, let key = parts[0].value as? String { children[key] = node(of: parts[1].value) }
            }
            return PageNode(children)
        case .struct, .class:
            var children: [String: any Sendable] = [:]
            for child in mirror.children {
                if let label = child.label { children[label] = node(of: child.value) }
            }
            return PageNode(children)
        default:
            return String(describing: value)
        }
    }
}

/// The rows of a list.
struct PageNodes: MustacheSequence, Sendable {
    private let nodes: [any Sendable]

    init(_ nodes: [any Sendable]) {
        self.nodes = nodes
    }

    func makeIterator() -> IndexingIterator<[any Sendable]> {
        nodes.makeIterator()
    }
}
