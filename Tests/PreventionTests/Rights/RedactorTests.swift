import Testing

@testable import Prevention

@Suite struct RedactorTests {
    private let redact = Redactor(
        for: ["Søren", "Hansen"], at: ["Prøvevej 1"], numbers: ["6101800001"],
        hiding: [
            .init(names: ["Åse Marie", "Ærø-Østergård"], address: "Strandvejen 12, 2. tv."),
            .init(names: ["Mette", "Hansen"], address: "Prøvevej 1"), .init(names: ["Søren", "Nielsen"], address: ""),
            .init(names: ["Maria", "de la Cruz"], address: "Æblehaven 3"),
        ])

    @Test(arguments: [
        ("Åse Marie Ærø-Østergård kom.", "[…] kom."),
        ("åse slog ÆRØ-ØSTERGÅRDS dør ind", "[…] slog […] dør ind"),
        ("Han talte med Østergård og med Marie.", "Han talte med […] og med […]."),
        ("A\u{30A}se kom", "[…] kom"),
        ("Åses mor", "[…] mor"),
        ("Maria de la Cruz er af huset", "[…] er af huset"),
        ("(Mette)", "([…])"),
    ])
    func namesAndPartsOfNamesGo(text: String, expected: String) {
        #expect(redact(text) == expected)
    }

    @Test(arguments: [
        ("Søren Hansen kom hjem", "Søren Hansen kom hjem"), ("Hansens bil", "Hansens bil"),
        ("Mette Hansen kom hjem", "[…] kom hjem"), ("Søren Nielsen kom hjem", "[…] kom hjem"),
        ("Hansen, Mette", "[…]"),
    ])
    func onesOwnNameStaysWhereItIsNotAnothers(text: String, expected: String) {
        #expect(redact(text) == expected)
    }

    @Test(arguments: [
        ("nr. 610180-1234.", "nr. […]."), ("6101801234", "[…]"), ("610180 1234", "[…]"), ("610180 - 1234", "[…]"),
        ("610180\u{2013}1234", "[…]"), ("610180\u{2011}1234", "[…]"), ("(610180-0001)", "(610180-0001)"),
        ("6101800001", "6101800001"), ("12345678", "12345678"), ("sag 123456-12345", "sag 123456-12345"),
        ("x610180-1234", "x[…]"),
    ])
    func everyNumberButOnesOwnGoes(text: String, expected: String) {
        #expect(redact(text) == expected)
    }

    @Test(arguments: [
        ("på Strandvejen 12, 2. tv.", "på […], 2. tv."), ("STRANDVEJEN  12", "[…]"),
        ("Strandvejen 121", "Strandvejen 121"),
        ("hjemme på Prøvevej 1", "hjemme på Prøvevej 1"), ("ved æblehaven 3.", "ved […]."),
    ])
    func addressesGoAndOnesOwnStays(text: String, expected: String) {
        #expect(redact(text) == expected)
    }

    @Test func anEmptyTextAndSomebodyWithoutANameAreLeftAlone() {
        #expect(redact("") == "")
        let nobody = Redactor(
            for: [], at: [], numbers: [], hiding: [.init(names: ["", ""], address: "")])
        #expect(nobody("Alt står, som det stod: 12 - 34.") == "Alt står, som det stod: 12 - 34.")
    }
}
