import Testing

@testable import Web

@Suite("Family graph")
struct FamilyGraphTests {
    private typealias Kind = FamilyGraph.Person.Kind

    private func persons(_ kinds: [Kind], name: String = "Mette Sørensen") -> [FamilyGraph.Person] {
        kinds.enumerated().map { .init(id: Int64($0), lines: [name, "12 år, Køge"], kind: $1) }
    }

    private func everyMix() -> [[Kind]] {
        let twelve: [Kind] = [
            .focus, .carer, .carer, .sibling, .other, .carer, .sibling, .sibling, .other, .carer, .other, .sibling,
        ]
        return (0...12).map { Array(twelve.prefix($0)) } + Kind.all.map { Array(repeating: $0, count: 12) }
    }

    @Test("no two boxes overlap and all are inside the drawing, from none to twelve persons")
    func noOverlap() {
        let long = "Anne-Margrethe Christensdatter Østergård-Frederiksen af Ringsted og omegn"
        for kinds in everyMix() {
            let people = persons(kinds, name: long)
            let edges = people.dropFirst().map { FamilyGraph.Edge(from: 0, to: $0.id, label: "omsorgsperson") }
            let layout = FamilyGraph.Layout(persons: people, edges: edges)
            #expect(layout.boxes.count == kinds.count)
            for (index, box) in layout.boxes.enumerated() {
                #expect(box.frame.x >= 0 && box.frame.right <= layout.width)
                #expect(box.frame.y >= 0 && box.frame.bottom <= layout.height)
                for other in layout.boxes[(index + 1)...] { #expect(!box.frame.overlaps(other.frame)) }
            }
        }
    }

    @Test("carers above children, children above others")
    func layers() {
        let layout = FamilyGraph.Layout(persons: persons([.other, .sibling, .carer, .focus]), edges: [])
        #expect(layout.boxes.map(\.person.kind) == [.carer, .focus, .sibling, .other])
        #expect(layout.boxes.map(\.row) == [0, 1, 1, 2])
    }

    @Test("lines of a usual family have labels that cover neither boxes nor one another")
    func labels() {
        let edges: [FamilyGraph.Edge] = [
            .init(from: 0, to: 2, label: "forælder"), .init(from: 1, to: 2, label: "forælder"),
            .init(from: 0, to: 3, label: "forælder"), .init(from: 1, to: 3, label: "forælder"),
            .init(from: 0, to: 1, label: "tidligere samlevende", isEnded: true),
            .init(from: 2, to: 3, label: "søskende"),
        ]
        let layout = FamilyGraph.Layout(persons: persons([.carer, .carer, .focus, .sibling]), edges: edges)
        #expect(layout.routes.count == 6)
        for (index, route) in layout.routes.enumerated() {
            #expect(layout.boxes.allSatisfy { !$0.frame.overlaps(route.label) })
            for other in layout.routes[(index + 1)...] { #expect(!route.label.overlaps(other.label)) }
        }
    }

    @Test("an ended relation is dashed; relations with strangers and oneself are left out")
    func edges() {
        let graph = FamilyGraph(
            caption: .example(), persons: persons([.carer, .focus]),
            edges: [
                .init(from: 0, to: 1, label: "forælder", isEnded: true), .init(from: 0, to: 9, label: "x"),
                .init(from: 1, to: 1, label: "y"),
            ])
        let svg = graph.svg()
        #expect(svg.count(of: "<path") == 1)
        #expect(svg.contains("class=\"edge edge-ended\""))
        #expect(svg.contains("stroke-dasharray"))
    }

    @Test("empty, and hostile names")
    func degenerate() {
        #expect(FamilyGraph(caption: .example(), persons: [], edges: []).svg().contains("Ingen tal"))
        let svg = FamilyGraph(
            caption: .example(), persons: persons([.focus], name: "<script>Åse\"</svg>"), edges: []
        ).svg()
        #expect(svg.isSafeMarkup)
        #expect(svg.count(of: "</svg>") == 1)
        #expect(svg.contains("&lt;script&gt;Åse"))
        let nameless = FamilyGraph(
            caption: .example(), persons: [.init(id: 1, lines: [], kind: .other)], edges: [])
        #expect(nameless.svg().isSafeMarkup)
    }
}

extension FamilyGraph.Person.Kind {
    fileprivate static let all: [Self] = [.focus, .sibling, .carer, .other]
}
