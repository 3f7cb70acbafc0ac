import Testing

@testable import Web

@Suite struct QRCodeTests {
    @Test func theVersionFollowsFromTheLength() {
        #expect(
            [1, 17, 18, 134, 135, 230, 231, 271].map { QRCode(String(repeating: "a", count: $0))?.size } == [
                21, 21, 25, 41, 45, 53, 57, 57,
            ])
        #expect(QRCode(String(repeating: "a", count: 272)) == nil)
    }

    @Test func theFixedPatternsAreWhereReadersLook() throws {
        for length in [10, 100, 200, 271] {
            let code = try #require(QRCode(String(repeating: "x", count: length)))
            let last = code.size - 1
            for (row, column) in [(0, 0), (0, last - 6), (last - 6, 0)] {
                #expect((0...6).allSatisfy { code.modules[row][column + $0] && code.modules[row + 6][column + $0] })
                #expect((1...5).allSatisfy { !code.modules[row + 1][column + $0] })
                #expect((2...4).allSatisfy { code.modules[row + 3][column + $0] })
            }
            #expect((8...last - 8).allSatisfy { code.modules[6][$0] == ($0 % 2 == 0) })
            #expect(code.modules[last - 7][8])
        }
    }

    @Test func theDrawingHasAQuietZoneAndAName() throws {
        let svg = try #require(QRCode("a")).svg(title: "Kode & nøgle")
        #expect(svg.contains(#"viewBox="0 0 29 29""#) && svg.contains("<title>Kode &amp; nøgle</title>"))
        #expect(svg.contains("M4 4h1v1h-1z"))
    }

    /// As a reader has read it.
    @Test func aCodeThatIsKnownToBeRead() throws {
        let rows = try #require(QRCode("hej")).modules.map { String($0.map { $0 ? "#" : "." }) }
        #expect(
            rows.joined(separator: "\n") == """
                #######..#.##.#######
                #.....#..###..#.....#
                #.###.#.##.##.#.###.#
                #.###.#..#.#..#.###.#
                #.###.#...#.#.#.###.#
                #.....#.....#.#.....#
                #######.#.#.#.#######
                ........##.##........
                ###.########.##...#..
                .....#.###....#....##
                ..###.#.###.#...#####
                ...##.....#...#....#.
                #.##.###.#..#.#.#....
                ........#.##.#.#.####
                #######.#..#.###...##
                #.....#.##.###.###..#
                #.###.#.##.#.###..#.#
                #.###.#...#...#...##.
                #.###.#.#.#.#...#...#
                #.....#.###...#...##.
                #######.#.#.#.#.#.###
                """)
    }
}
