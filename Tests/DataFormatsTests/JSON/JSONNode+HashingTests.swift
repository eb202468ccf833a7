import TestSupport
import Testing

@testable import DataFormats

struct JSONNodeHashingTests {
    @Test func `equal values have equal hashes, changed ones mostly others`() throws {
        var random = SeededRandom(seed: 11)
        var collisions = 0
        for _ in 0..<300 {
            let tree = RandomJSON.array([.number(1), RandomJSON.value(depth: 4, using: &random)])
            let hash = try JSONDocument(parsing: tree.text).root.valueHash
            #expect(try JSONDocument(parsing: tree.rewritten(using: &random).text).root.valueHash == hash)
            let (mutant, _) = tree.mutated(using: &random)
            if try JSONDocument(parsing: mutant.text).root.valueHash == hash { collisions += 1 }
        }
        #expect(collisions == 0)
    }

    @Test(arguments: [
        ["1", "1.0", "10e-1", "1.00000000000000000000000000000"],
        ["0", "-0", "0e99999999999999999999", "0.000000000000000000000000"],
        ["1e1000000000", "10e999999999"], ["1e99999999999999999999", "10e99999999999999999998"], ["\"a\"", "\"\\u0061\""],
        ["12345678901234567890123", "1234567890123456789012.3e1"], ["9999999999999999999", "9999999999999999999.0"],
    ])
    func `the form of a number or a string does not matter`(texts: [String]) throws {
        #expect(Set(try texts.map { try JSONDocument(parsing: $0).root.valueHash }).count == 1)
    }
}
