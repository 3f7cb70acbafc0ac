import Prevention
import Testing

@Suite struct LetterTextTests {
    private let names: Set = ["served_on", "area_prohibition", "free_text", "receiver_name"]

    private func problems(_ text: String) -> [LetterText.Problem] {
        do {
            _ = try LetterText(text, names: names)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func aHeadingWithNothingUnderItIsNotThere() throws {
        let text = try LetterText("# Tom\n{{free_text}}\n\n# Forkyndt\nI dag.\n\n# Sidst\n{{free_text}}", names: names)
        #expect(text.filled([:]) == [.heading("Forkyndt"), .paragraph(["I dag."])])
        #expect(text.filled(["free_text": "Derfor."]).first == .heading("Tom"))
    }

    @Test func headingsListsParagraphsAndFieldsBecomeBlocks() throws {
        let text = try LetterText(
            """
            Kære {{receiver_name}}
            Velkommen.

            # Forkyndt
            Den {{served_on}}.
            - et
            - to

            {{#area_prohibition}}
            Med område.
            {{/area_prohibition}}
            {{^area_prohibition}}
            Uden område{{#served_on}} fra {{served_on}}{{/served_on}}.
            {{/area_prohibition}}
            {{free_text}}
            """, names: names)
        let blocks = text.filled(["receiver_name": "Åse <b>", "served_on": "1.2.2026", "free_text": ""])
        #expect(
            blocks == [
                .paragraph(["Kære Åse <b> Velkommen."]), .heading("Forkyndt"), .paragraph(["Den 1.2.2026."]),
                .list(["et", "to"]), .paragraph(["Uden område fra 1.2.2026."]),
            ])
        #expect(text.filled(["area_prohibition": "ja"]).contains(.paragraph(["Med område."])))
    }

    @Test func whatAFieldHoldsIsNeverReadAsTextOfTheLetter() throws {
        let text = try LetterText("{{free_text}}", names: names)
        let blocks = text.filled(["free_text": "# Ikke en overskrift\n{{served_on}}\n\n- punkt", "served_on": "x"])
        #expect(blocks == [.paragraph(["# Ikke en overskrift", "{{served_on}}"]), .paragraph(["- punkt"])])
    }

    @Test func everyMistakeIsToldWithItsLineAndTheNearestName() {
        let found = problems(
            """
            Den {{servd_on}}
            {{{free_text}}} {{> side}}
            {{#area_prohibition}}
            x {{/free_text}}
            {{subject_address}}
            """)
        #expect(found.map(\.line) == [1, 2, 2, 4, 5, 3])
        #expect(found.map(\.kind) == [.unknownField, .unknownTag, .unknownTag, .notOpened, .unknownField, .notClosed])
        #expect(found[0].nearest == "served_on" && found[4].nearest == nil)
        #expect(found[0].refusal.code == "letter-unknown-field-near")
        #expect(found[0].refusal.arguments["nearest"] == "served_on" && found[0].refusal.arguments["line"] == "1")
    }

    @Test func anEmptyAnEndlessAndAHalfTextAreRefused() {
        #expect(problems(" \n\n").map(\.kind) == [.empty])
        #expect(problems(String(repeating: "æ", count: LetterText.longest + 1)).map(\.kind) == [.tooLong])
        #expect(problems("Kære {{receiver_name").map(\.kind) == [.notClosed])
        #expect(problems("{{/area_prohibition}}").map(\.kind) == [.notOpened])
        #expect(problems(String(repeating: "æ", count: LetterText.longest)).isEmpty)
    }

    @Test func lineEndsOfBrowsersAreTheSame() throws {
        let one = try LetterText("a\r\n\r\nb {{free_text}}", names: names)
        #expect(one == (try LetterText("a\n\nb {{free_text}}", names: names)))
    }

    @Test func aChildIsNotCalledChargedButOneMayTakeAim() {
        for word in ["sigtet", "Sigtede", "SIGTELSEN", "sigtes", "sigtelser", "tiltalt", "indicted"] {
            #expect(Wording.charge(in: "Drengen er \(word) for vold.") == word.lowercased())
        }
        for text in ["med sigte på en aftale", "langsigtet", "insigtsfuld", "mistænkt", ""] {
            #expect(Wording.charge(in: text) == nil, "\(text)")
        }
    }
}

/// What a letter can hold follows from its receiver.
@Suite struct LetterFieldTests {
    @Test(arguments: Catalogue.all.map(\.code))
    func aLetterToTheCounterpartHasNoFieldForAnybodyElse(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        let own: Set = [
            "case_number", "letter_date", "district", "sender_name", "receiver_name", "receiver_address", "free_text",
        ]
        for receiver in [LetterReceiver.counterpart, .subject, .citizen] {
            for field in programme.letterFields(for: receiver, rules: ["\(code).days", "other.days"]) {
                switch field.source {
                case .letter: #expect(own.contains(field.code), "\(receiver) \(field.code)")
                case .form(let asked): #expect(!asked.kind.isFree, "\(receiver) \(field.code)")
                case .stage: break
                case .law(let id): #expect(id == "\(code).days")
                }
            }
        }
    }

    @Test func onlyAnAuthorityReadsFreeTextAndWhoTheCaseIsAbout() throws {
        let ukn = try #require(Catalogue.programme("ukn"))
        func codes(_ receiver: LetterReceiver) -> Set<String> {
            Set(ukn.letterFields(for: receiver, rules: []).map(\.code))
        }
        #expect(codes(.authority).isSuperset(of: ["special_risk_reason", "subject_name", "subject_address"]))
        #expect(codes(.caregiver).contains("subject_name") && !codes(.caregiver).contains("subject_address"))
        #expect(!codes(.caregiver).contains("special_risk_reason"))
        let referral = try #require(Catalogue.programme("victim-referral"))
        let told = Set(referral.letterFields(for: .authority, rules: []).map(\.code))
        #expect(told.contains("contact_details") && !told.contains("subject_name") && !told.contains("free_text"))
        // The notice to the municipality says which child; it holds no more than its form.
        let notices = try #require(Catalogue.programme("concern-notice"))
        let notice = Set(notices.letterFields(for: .authority, rules: []).map(\.code))
        #expect(notice.isSuperset(of: ["concern", "subject_name", "subject_birth_date"]))
        #expect(!notice.contains("free_text"))
        // Where the content is kept out of the case, nobody is named but with a consent.
        for programme in Catalogue.all where !programme.takesNotes && programme.code != "concern-notice" {
            let codes = programme.letterFields(for: .authority, rules: []).map(\.code)
            #expect(!codes.contains("subject_name"), "\(programme.code)")
        }
    }
}
