import Casework
import Handbook
import Prevention

/// The trends of a quarter: counts where enough stand together, a drawing, and the words of one open cell.
struct TrendsModel: Sendable {
    struct Line: Sendable {
        let remarkArea: String?
        let remarkText: String
    }

    struct CellModel: Sendable {
        let cellTitle: String
        /// `nil` where none is named.
        let areaNames: String?
        let partNames: String
        let sourceNames: String
        let remarks: [Line]
        let hasRemarks: Bool
    }

    struct Link: Sendable {
        let linkLabel: String
        let linkHref: String
    }

    let selects: [FilterSelect]
    let isFiltered: Bool
    let rule: String
    let table: CountTable
    let series: CountTable
    let isVacant: Bool
    let drawing: DrawingModel?
    let cell: CellModel?
    /// Of a cell that was asked for and is not shown.
    let cellTooFew: String?
    let doors: [Link]
    let hasDoors: Bool

    init(_ trends: Trends, topic: String?, municipality: String?, _ actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let handbook = texts.handbook
        let topics = handbook.trendTopics.map { ($0.code, handbook.trendTopicName($0.code, words.language)) }
        let places = handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }
        selects = [
            FilterSelect(
                "quarter", words("trend.quarter"), all: nil,
                trends.quarters.map { ($0.description, $0.name(words)) }, chosen: trends.quarter.description),
            FilterSelect(
                "topic", words("trend.field.topic"), all: words("case-list.all"), topics.map { ($0.0, $0.1) },
                chosen: topic),
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("case-list.all"),
                places.map { ($0.code, $0.name) }, chosen: municipality),
        ]
        isFiltered = topic != nil || municipality != nil
        rule = words(
            "trend.rule", ["count": words.number(trends.least), "day": trends.countedThrough.danish])
        isVacant = trends.table.isEmpty
        let shown = topics.filter { topic == nil || $0.0 == topic }
        func text(_ count: Int?) -> String { count.map { words.number($0) } ?? words("trend.too-few") }
        func address(_ topic: String, _ place: String) -> String {
            "/trends?quarter=\(trends.quarter)&topic=\(topic)&municipality=\(place)#cell"
        }
        func row(_ place: String?, _ name: String) -> (name: String, cells: [(text: String, href: String?)]) {
            let counts = shown.map { code, _ in
                let isOpen = place.map { trends.table.isOpen(.init(topic: code, municipality: $0)) } ?? false
                return (
                    text(trends.table.count(code, in: place)),
                    isOpen ? place.map { address(code, $0) } : nil
                )
            }
            return (name, counts)
        }
        let rows = places.filter { municipality == nil || $0.code == municipality }.map { row($0.code, $0.name) }
        table = CountTable(
            caption: words("trend.table", ["quarter": trends.quarter.name(words)]),
            corner: words("case-words.municipality"), columns: shown.map(\.1),
            rows: municipality == nil ? rows + [row(nil, words("partners.district"))] : rows)
        let shownPlace = municipality.map { handbook.municipalityName($0) } ?? words("partners.district")
        series = CountTable(
            caption: words("trend.series", ["where": shownPlace]), corner: words("trend.field.topic"),
            columns: trends.series.map { $0.quarter.name(words) },
            rows: shown.map { code, name in
                (name: name, cells: trends.series.map { (text($0.table.count(code, in: municipality)), nil) })
            })
        drawing = TrendsModel.drawing(trends, shown, municipality, title: shownPlace, words)
        cell = trends.cell.map { cell in
            CellModel(
                cellTitle: words(
                    "trend.cell",
                    [
                        "topic": handbook.trendTopicName(topic ?? "", words.language), "where": shownPlace,
                        "quarter": trends.quarter.name(words),
                    ]),
                areaNames: cell.areas.isEmpty ? nil : cell.areas.joined(separator: ", "),
                partNames: cell.parts.map { words("trend.part." + $0.rawValue) }.joined(separator: ", "),
                sourceNames: cell.sources.map { words("trend.source." + $0.rawValue) }.joined(separator: ", "),
                remarks: cell.remarks.map {
                    Line(remarkArea: $0.area.isEmpty ? nil : $0.area, remarkText: $0.remark)
                },
                hasRemarks: !cell.remarks.isEmpty)
        }
        let isAsked = topic != nil && municipality != nil
        cellTooFew =
            isAsked && trends.cell == nil
            ? words(
                trends.table.count(topic ?? "", in: municipality) == 0 ? "trend.cell-none" : "trend.cell-too-few") : nil
        doors = ForumDoor.links(for: actor, words).map { Link(linkLabel: $0.label, linkHref: $0.href) }
        hasDoors = !doors.isEmpty
    }

    /// Bars of the topics, with the quarter before; `nil` where most of them would be hidden.
    private static func drawing(
        _ trends: Trends, _ topics: [(String, String)], _ municipality: String?, title: String, _ words: Words
    ) -> DrawingModel? {
        let before = trends.series.dropLast().last
        let counts = topics.map { trends.table.count($0.0, in: municipality) }
        guard counts.count(where: { ($0 ?? 0) > 0 }) > 0, counts.count(where: { $0 == nil }) * 2 <= counts.count else {
            return nil
        }
        func text(_ count: Int?) -> String { count.map { words.number($0) } ?? words("trend.too-few") }
        let caption = words("trend.drawing", ["where": title, "quarter": trends.quarter.name(words)])
        let chart = BarChart(
            caption: Caption(
                id: "trends", title: caption, description: words("trend.drawing-about"),
                emptyText: words("trend.none")),
            bars: zip(topics, counts).map { topic, count in
                let earlier = before?.table.count(topic.0, in: municipality)
                return BarChart.Bar(
                    label: topic.1, value: Double(count ?? 0), text: text(count),
                    previous: earlier.map { Double($0) }, previousText: before.map { _ in text(earlier) })
            },
            seriesName: trends.quarter.name(words), previousName: before?.quarter.name(words) ?? "")
        return DrawingModel(svg: chart.svg(), caption: caption)
    }
}
