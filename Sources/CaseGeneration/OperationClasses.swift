package import AssayCore

/// The classes of all parameters of an operation, and the rows in which they are tried.
package struct OperationClasses {
    let operation: Operation
    /// By parameter; the first class of each is that of an ordinary request.
    package internal(set) var classes: [[ParameterClass]]

    package init(_ operation: Operation) {
        self.operation = operation
        classes = operation.parameters.map { ValueClasses(of: $0).classes }
        addDistances()
        for index in classes.indices { putUsualFirst(index) }
        separateValuesBeside()
        for relation in operation.relations where relation.kind == .requires || relation.kind == .excludes {
            // Beside each other in rows they would break the relation, or hide it: each is tried where the other is as usual.
            for (number, own) in classes[relation.subject].enumerated() where number > 0 && own.kind == .combined {
                classes[relation.subject][number].kind = .alone
            }
        }
    }

    /// An ordinary request has no parameter that may be left out, unless an example says otherwise.
    private mutating func putUsualFirst(_ parameter: Int) {
        let own = operation.parameters[parameter]
        let isUsual: (ParameterClass) -> Bool = { candidate in
            !own.isRequired && own.place != .path ? candidate.value == .absent : candidate.kind != .invalid
        }
        guard let place = classes[parameter].firstIndex(where: isUsual) else { return }
        let usual = classes[parameter].remove(at: place)
        classes[parameter].insert(usual, at: 0)
    }

    /// A parameter without any value that is right: nothing can be generated.
    package var lacksUsual: Int? {
        classes.firstIndex { own in own.first.map { $0.kind == .invalid } ?? true }
    }

    /// Rows of classes, by parameter, in which every two classes of different parameters that may be combined meet at least once. The
    /// first row is an ordinary request.
    ///
    /// In the order of the parameters (IPO, ISTQB: pairwise testing): a parameter that is appended to the list changes no row in what
    /// it says of the others, and adds rows at the end.
    package func rows() -> [PairwiseRow] {
        let combined = classes.map { own in own.indices.filter { own[$0].kind == .combined } }
        var rows = [PairwiseRow(values: [], width: 0)]
        for parameter in classes.indices {
            var uncovered: Set<Pair> = []
            for other in 0..<parameter {
                for left in combined[other] {
                    for right in combined[parameter] { uncovered.insert(Pair(other, left, right)) }
                }
            }
            extend(&rows, by: combined[parameter].isEmpty ? [0] : combined[parameter], &uncovered)
            addRows(&rows, parameter, uncovered)
        }
        return rows
    }

    private struct Pair: Hashable {
        var other: Int
        var left: Int
        var right: Int

        init(_ other: Int, _ left: Int, _ right: Int) { (self.other, self.left, self.right) = (other, left, right) }
    }

    /// Gives each row the value that brings most pairs together; the ordinary request keeps ordinary values.
    private func extend(_ rows: inout [PairwiseRow], by values: [Int], _ uncovered: inout Set<Pair>) {
        for number in rows.indices {
            let row = rows[number].values
            func gain(_ value: Int) -> Int { row.indices.count { uncovered.contains(Pair($0, row[$0], value)) } }
            var (best, most) = (0, gain(0))
            if number > 0 {
                for value in values where gain(value) > most { (best, most) = (value, gain(value)) }
            }
            rows[number].values.append(best)
            for other in row.indices { uncovered.remove(Pair(other, row[other], best)) }
        }
    }

    /// Adds rows for the pairs that no row has, each as many as fit beside each other.
    private func addRows(_ rows: inout [PairwiseRow], _ parameter: Int, _ uncovered: Set<Pair>) {
        var left = uncovered.sorted { ($0.right, $0.other, $0.left) < ($1.right, $1.other, $1.left) }
        while let first = left.first {
            var values = [Int?](repeating: nil, count: parameter)
            for pair in left where pair.right == first.right && values[pair.other] == nil { values[pair.other] = pair.left }
            let row = values.map { $0 ?? 0 } + [first.right]
            left.removeAll { $0.right == first.right && row[$0.other] == $0.left }
            rows.append(PairwiseRow(values: row, width: parameter + 1))
        }
    }
}

/// One combination.
package struct PairwiseRow: Sendable, Hashable {
    /// By parameter the number of the class.
    package var values: [Int]
    /// How many parameters there were when the row came to be: these decide on its id.
    package var width: Int
}
