import Prevention
import Testing

@Suite struct DocumentTests {
    private let zip: [UInt8] = [0x50, 0x4B, 3, 4]
    private var types: [DocumentType] {
        [
            DocumentType(
                code: "pdf", name: "PDF", mediaType: "application/pdf", endings: ["pdf"], begins: Array("%PDF-".utf8)),
            DocumentType(
                code: "docx", name: "DOCX", mediaType: "x/docx", endings: ["docx"], begins: zip,
                holds: [Array("word/document.xml".utf8)], neverHolds: [Array("vbaProject.bin".utf8)]),
            DocumentType(code: "text", name: "tekst", mediaType: "text/plain", endings: ["txt", "md"]),
        ]
    }

    /// The type, or the problem, with the bytes in pieces of each size.
    private func told(_ bytes: [UInt8]) -> Set<String> {
        Set(
            [1, 3, 7, 4096].map { (size: Int) -> String in
                var check = ContentCheck(types)
                for start in stride(from: 0, to: bytes.count, by: size) {
                    check.read(Array(bytes[start..<min(bytes.count, start + size)]))
                }
                do throws(ContentCheck.Problem) {
                    return try check.type().code
                } catch {
                    return error.rawValue
                }
            })
    }

    @Test func theTypeIsToldByTheBytesHoweverTheyCome() {
        #expect(told(Array("%PDF-1.7 x".utf8)) == ["pdf"])
        #expect(told(zip + Array("… word/document.xml …".utf8)) == ["docx"])
        #expect(told(Array("Blåbærgrød\r\n\t🙂".utf8)) == ["text"])
        #expect(told([0xEF, 0xBB, 0xBF] + Array("æ".utf8)) == ["text"])
        #expect(told(Array("%PD".utf8)) == ["text"])
    }

    @Test func whatItMayNotBeIsRefused() {
        #expect(told([]) == ["document-empty"])
        #expect(told(zip + Array("other.xml".utf8)) == ["document-type"])
        #expect(told(zip + Array("word/document.xml vbaProject.bin".utf8)) == ["document-program"])
        #expect(told([0x4D, 0x5A, 0x90, 0]) == ["document-type"])
        #expect(told(Array("  <script>alert(1)</script>".utf8)) == ["document-type"])
        #expect(told(Array("nul\0nul".utf8)) == ["document-type"])
        // Latin-1, and UTF-8 that is cut off.
        #expect(told([0x62, 0xE6, 0x72, 0x20, 0x20]) == ["document-type"])
        #expect(told(Array("hej".utf8) + [0xED, 0xA0, 0x80, 0x61]) == ["document-type"])
    }

    @Test func aFileNameIsNeverAPathAndHidesNothing() {
        let pdf = types[0]
        for (sent, kept) in [
            ("../../etc/passwd", "passwd.pdf"), ("C:\\Users\\æøå\\Brev.PDF", "Brev.pdf"), ("", "dokument.pdf"),
            ("...", "dokument.pdf"), ("\u{202E}fdp.exe", "fdp.exe.pdf"), ("rapport\u{0}\n.pdf", "rapport.pdf"),
            ("bla\u{E5}ba\u{308}r.pdf", "blaåbär.pdf"), ("a\"b;c.pdf", "abc.pdf"), (".htaccess", "htaccess.pdf"),
            ("x.pdf.exe", "x.pdf.exe.pdf"),
        ] {
            #expect(DocumentName.file(sent, of: pdf) == kept, "\(sent)")
        }
        let long = DocumentName.file(String(repeating: "å", count: 500) + ".pdf", of: pdf)
        #expect(long.count == DocumentName.longest && long.hasSuffix("å.pdf"))
    }

    @Test func aTitleStandsOnOneLineAndHasAnEnd() {
        #expect(DocumentName.title("  Rapport om Æblevej ") == "Rapport om Æblevej")
        #expect(DocumentName.title(" ") == nil && DocumentName.title("a\nb") == nil)
        #expect(DocumentName.title("a\u{202E}b") == nil)
        #expect(DocumentName.title(String(repeating: "å", count: DocumentName.longest)) != nil)
        #expect(DocumentName.title(String(repeating: "å", count: DocumentName.longest + 1)) == nil)
    }
}
