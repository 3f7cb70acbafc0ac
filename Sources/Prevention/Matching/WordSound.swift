/// How a name sounds, roughly: what may be written in several ways becomes one.
///
/// A key to find names by, not a proof that they are the same. The consonants of the word in order, with the spellings
/// that Danish names mix: c, k, q and ch; s and z; v and w; f and ph; t and th; silent h and d; double letters. Vowels stand
/// at the beginning alone, where they are all alike but for the sound that they begin with.
enum WordSound {
    /// Of a folded word (`FoldedText`).
    static func key(_ word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var sound: [UInt8] = []
        sound.reserveCapacity(word.count)
        var index = 0
        while index < word.count {
            let next: UInt8? = index + 1 < word.count ? word[index + 1] : nil
            let (letter, length) = consonant(word[index], next, isFirst: index == 0)
            if let letter, letter != sound.last { sound.append(letter) }
            index += length
        }
        return sound
    }

    private static func consonant(_ letter: UInt8, _ next: UInt8?, isFirst: Bool) -> (UInt8?, Int) {
        switch (letter, next) {
        case (c, h): return (k, 2)
        case (c, e), (c, i), (c, y): return (s, 1)
        case (c, _), (q, _): return (k, 1)
        case (x, _): return (isFirst ? s : k, 1)
        case (z, _): return (s, 1)
        case (w, _): return (v, 1)
        case (p, h): return (f, 2)
        case (t, h): return (t, 2)
        case (d, t): return (t, 2)
        case (n, d), (l, d): return (letter, 2)
        case (h, j), (g, j): return (isFirst ? j : nil, isFirst ? 2 : 1)
        case (h, v): return (isFirst ? v : nil, isFirst ? 2 : 1)
        case (h, _): return (isFirst ? h : nil, 1)
        case (a, _), (e, _), (i, _), (o, _), (u, _), (y, _): return (isFirst ? a : nil, 1)
        case (j, _): return (isFirst ? j : nil, 1)
        default: return (letter, 1)
        }
    }
}

private let a: UInt8 = 0x61
private let c: UInt8 = 0x63
private let d: UInt8 = 0x64
private let e: UInt8 = 0x65
private let f: UInt8 = 0x66
private let g: UInt8 = 0x67
private let h: UInt8 = 0x68
private let i: UInt8 = 0x69
private let j: UInt8 = 0x6A
private let k: UInt8 = 0x6B
private let l: UInt8 = 0x6C
private let n: UInt8 = 0x6E
private let o: UInt8 = 0x6F
private let p: UInt8 = 0x70
private let q: UInt8 = 0x71
private let s: UInt8 = 0x73
private let t: UInt8 = 0x74
private let u: UInt8 = 0x75
private let v: UInt8 = 0x76
private let w: UInt8 = 0x77
private let x: UInt8 = 0x78
private let y: UInt8 = 0x79
private let z: UInt8 = 0x7A
