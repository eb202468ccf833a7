extension JSONNode {
    /// The same for equal values, as `isEqual(to:)` has it. Equal hashes prove nothing: an adversary can make them.
    package var valueHash: UInt64 {
        tape.withView { view in hash(index, in: view) }
    }

    private func hash(_ index: Int, in view: TapeView) -> UInt64 {
        let entry = view.entries[index]
        var result = UInt64(entry.tagBits)
        switch entry.tag {
        case .null, .no, .yes:
            break
        case .number:
            result = mixed(result, numberHash(view.raw(entry)))
        case .string:
            result = mixed(result, withDecoded(entry, view.bytes) { UInt64(nameHash($0)) })
        case .array:
            var element = index + 1
            while element < Int(entry.link) {
                result = mixed(result, hash(element, in: view))
                element = view.entries.index(after: element)
            }
        case .object:
            // A sum, as the order of members does not matter.
            var sum: UInt64 = 0
            var name = index + 1
            while name < Int(entry.link) {
                sum &+= mixed(UInt64(view.entries[name].link), hash(name + 1, in: view))
                name = view.entries.index(after: name + 1)
            }
            result = mixed(result, sum)
        }
        return mixed(result, 1)
    }

    /// Of the value, not of the text.
    private func numberHash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let number = DecimalText(text) else { return 0 }
        let sign: UInt64 = number.isNegative ? 1 : 0
        if let (significand, exponent) = number.compact {
            return significand == 0 ? 0 : mixed(mixed(significand, UInt64(bitPattern: Int64(exponent))), sign)
        }
        let decimal = Decimal(number)
        guard !decimal.isZero else { return 0 }
        guard decimal.digits.count <= 19, case .small(let scale) = decimal.scale else {
            return decimal.digits.reduce(into: 2) { $0 = mixed($0, UInt64($1)) }
        }
        // As the short form has it, which an equal number may have.
        let significand = decimal.digits.reduce(into: 0 as UInt64) { $0 = $0 &* 10 &+ UInt64($1) }
        return mixed(mixed(significand, UInt64(bitPattern: Int64(scale - decimal.digits.count))), sign)
    }
}

private func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ right &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    return product ^ (product >> 31) &+ right
}
