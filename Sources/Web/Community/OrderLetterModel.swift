import Casework
import Handbook
import Prevention
import Store

/// One order as a letter to the owner of the place, who has no account here. The letter is in Danish, whoever prints it.
struct OrderLetterModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    let orderHref: String
    let orderTitle: String
    let seemsToName: Bool
    let letterTitle: String
    let letterReceiver: String
    let letterDistrict: String
    let letterDay: String
    let letterOpening: String
    let facts: [Fact]
    let letterAnswer: String
    let letterClosing: String
    let letterGreeting: String
    let letterSender: String

    init(_ letter: OrderLetter, _ texts: CaseTexts) {
        let danish = texts.handbook[.danish]
        let order = letter.order
        func what(_ words: Words) -> String { words.name("choice.order_what", order.what, of: .insecurity) }
        let municipality = texts.handbook.municipalityName(order.municipality)
        let district = texts.handbook.district
        let council = danish("order-letter.council", ["municipality": municipality])
        orderHref = "/community/orders/\(order.file)/\(order.number)"
        orderTitle = texts.words("community.order", ["what": what(texts.words), "place": order.place])
        seemsToName = letter.seemsToName
        letterTitle = danish("order-letter.heading", ["what": what(danish), "place": order.place])
        letterReceiver = order.owner
        letterDistrict = district
        letterDay = texts.today.danish
        letterOpening = danish("order-letter.opening", ["municipality": municipality])
        let reference = letter.place.row.number + "/" + String(order.number)
        let found = letter.walk.map { walk in
            danish("order-letter.on-walk", ["day": walk.day.danish, "place": letter.place.area])
        }
        let secretariat = danish("order-letter.secretariat", ["district": district])
        let seat = letter.answerTo.map { $0.title + ", " + council }
        let answerTo = seat ?? secretariat
        // Nobody speaks for a lokalråd that is not there.
        let askedBy =
            letter.hasCouncil
            ? danish("order-letter.asked-by-text", ["council": council, "district": district]) : secretariat
        facts = [
            ("what", what(danish)), ("where", order.place + ", " + municipality), ("detail", order.detail),
            ("found", found ?? danish("order-letter.without-walk", ["day": order.orderedOn.danish])),
            ("asked-by", askedBy), ("asked-on", order.orderedOn.danish), ("due", order.dueOn.danish),
            ("answer-to", answerTo),
            ("reference", reference),
        ].filter { !$0.1.isEmpty }.map { Fact(factLabel: danish("order-letter." + $0.0), factText: $0.1) }
        let isLate = order.isOverdue(on: texts.today)
        letterAnswer = danish(
            isLate ? "order-letter.answer-late" : "order-letter.answer",
            ["due": order.dueOn.danish, "to": answerTo, "reference": reference])
        letterClosing = danish("order-letter.closing")
        letterGreeting = danish("letter.paper.greeting")
        letterSender = seat ?? (letter.hasCouncil ? council : danish("order-letter.signed"))
    }
}
