import Store
import Testing

@Suite struct FingerprintTests {
    private func fingerprint(_ texts: String...) -> Fingerprint {
        var fingerprint = Fingerprint()
        for text in texts { fingerprint.add(text) }
        return fingerprint
    }

    @Test func equalRowsHaveEqualFingerprints() {
        #expect(fingerprint("Ærø", "", "2026").value == fingerprint("Ærø", "", "2026").value)
    }

    @Test func isFNV1aWithASeparator() {
        // FNV-1a of nothing, and of the bytes "a", 0x1F, worked out by hand.
        #expect(fingerprint().value == 0xCBF2_9CE4_8422_2325)
        let a = (0xCBF2_9CE4_8422_2325 as UInt64 ^ 0x61) &* 0x100_0000_01B3
        #expect(a == 0xAF63_DC4C_8601_EC8C)
        #expect(fingerprint("a").value == (a ^ 0x1F) &* 0x100_0000_01B3)
    }

    @Test func whereAValueEndsMatters() {
        #expect(fingerprint("ab", "c").value != fingerprint("a", "bc").value)
        #expect(fingerprint("a").value != fingerprint("a", "").value)
        #expect(fingerprint("").value != fingerprint("", "").value)
        #expect(fingerprint("a", "b").value != fingerprint("b", "a").value)
        #expect(fingerprint("a").value != fingerprint("A").value)
    }

    @Test func isStoredBitForBit() {
        for text in ["a", "b", "c", "d", "ø"] {
            let one = fingerprint(text)
            #expect(UInt64(bitPattern: one.stored) == one.value)
        }
    }
}
