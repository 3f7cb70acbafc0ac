import Testing

@testable import Web

@Suite struct MultipartReaderTests {
    private let body = """
        --XyZ\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n--XyZ\r\n\
        Content-Disposition: form-data; name="files"; filename="persons.csv"\r\nContent-Type: text/csv\r\n\r\n\
        a,b\r\n--Xy\r\nc\r\r\n\r\n--XyZ\r\ncontent-disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--XyZ--\r\n
        """

    /// Events with the pieces of a content put together.
    private func read(_ text: String, size: Int, boundary: String = "XyZ") throws -> [MultipartReader.Event] {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=" + boundary)
        let bytes = Array(text.utf8)
        var events: [MultipartReader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            for event in try reader.read(bytes[start..<min(start + size, bytes.count)]) {
                if case .content(let more) = event, case .content(let before) = events.last {
                    events[events.count - 1] = .content(before + more)
                } else {
                    events.append(event)
                }
            }
        }
        try reader.finish()
        return events
    }

    /// Every size of piece cuts the boundaries and headers somewhere else.
    @Test(arguments: [1, 2, 3, 4, 5, 7, 11, 64, 1000])
    func bodiesAreReadHoweverTheyAreCut(size: Int) throws {
        let events = try read(body, size: size)
        #expect(
            events == [
                .part(name: "csrf", fileName: nil), .content(Array("token".utf8)), .partEnd,
                .part(name: "files", fileName: "persons.csv"), .content(Array("a,b\r\n--Xy\r\nc\r\r\n".utf8)), .partEnd,
                .part(name: "files", fileName: ""), .partEnd, .end,
            ])
    }

    @Test func contentIsHandedOnAsItComes() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\"b\"")
        _ = try reader.read(Array("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"x\"\r\n\r\n".utf8))
        var passed = 0
        for _ in 0..<100 {
            for case .content(let bytes) in try reader.read([UInt8](repeating: 0x61, count: 10_000)) {
                passed += bytes.count
            }
        }
        #expect(passed > 999_990)
    }

    @Test(arguments: [
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off",
        "--XyZ\r\nContent-Type: text/plain\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--",
        "--XyZ without line end", "nothing at all", "",
    ])
    func brokenBodiesAreRefused(text: String) {
        #expect(throws: MultipartReader.Problem.malformed) { try read(text, size: 8) }
    }

    @Test func aHeaderWithoutEndIsRefused() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        #expect(throws: MultipartReader.Problem.malformed) {
            for _ in 0..<10 { _ = try reader.read(Array(("--b\r\n" + String(repeating: "x", count: 2000)).utf8)) }
        }
    }

    @Test(arguments: [
        "", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x",
    ])
    func otherTypesAreNoForm(type: String) {
        #expect(throws: MultipartReader.Problem.notMultipart) { try MultipartReader(contentType: type) }
    }
}
