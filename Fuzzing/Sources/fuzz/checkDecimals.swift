import DataFormats

/// Up to four numbers with white space between them.
func checkDecimals(_ bytes: [UInt8]) {
    let texts = bytes.split { $0 == 0x20 || $0 == 0x0A }.prefix(4).map { String(decoding: $0, as: UTF8.self) }
    let numbers = texts.compactMap { text in Decimal(text).map { (text, $0) } }
    for (text, number) in numbers {
        demand((try? JSONDocument(parsing: text))?.root.decimal == number, "a decimal is a JSON number")
        demand(!(number < number) && -(-number) == number, "a number is itself")
        demand(number.description.utf8.count < 2000, "a description is short")
    }
    for (leftText, left) in numbers {
        for (rightText, right) in numbers {
            checkPair(left, right)
            guard let one = try? JSONDocument(parsing: leftText), let other = try? JSONDocument(parsing: rightText) else {
                continue
            }
            demand(one.root.isEqual(to: other.root) == (left == right), "texts are equal as their values are")
            for (_, third) in numbers where left < right && right < third { demand(left < third, "the order is transitive") }
        }
    }
}

private func checkPair(_ left: Decimal, _ right: Decimal) {
    let relations = [left < right, left == right, right < left]
    demand(relations.count { $0 } == 1, "one of less, equal and greater holds")
    if left == right { demand(left.hashValue == right.hashValue, "equal numbers have equal hashes") }
    demand((-right < -left) == (left < right), "the order is turned by the sign")
    if let sum = left.adding(right) {
        demand(right.adding(left) == sum, "a sum does not depend on the order")
        demand(sum.subtracting(right).map { $0 == left } ?? true, "a sum less one part is the other")
    }
    if let distance = left.subtracting(right)?.magnitude {
        demand(left.isWithin(distance, of: right) ?? true, "a distance is within itself")
        if left != right, let half = Decimal("0.5e0"), let less = distance.subtracting(distance.isInteger ? half : distance) {
            demand(left.isWithin(less, of: right) != true || less >= distance, "a smaller tolerance does not hold")
        }
    }
    if left.isMultiple(of: right) == true, right.isMultiple(of: left) == true {
        demand(left.magnitude == right.magnitude, "two that divide each other are one")
    }
    if let integer = left.integer { demand(Decimal(integer) == left, "an integer is itself") }
}
