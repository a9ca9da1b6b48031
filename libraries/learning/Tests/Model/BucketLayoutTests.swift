import Learning
import Testing

@Suite struct BucketLayoutTests {
    @Test(arguments: [
        (1000, 300, [304, 304, 304, 88]), (1000, 5000, [1000]), (32, 16, [16, 16]), (33, 1, [16, 16, 1]), (1, 1, [1]),
        (1007, .max, [1007]),
    ])
    func `the vector is cut into multiples of 16 and a rest`(count: Int, bucket: Int, sizes: [Int]) throws {
        let layout = try BucketLayout(parameterCount: count, bucketParameters: bucket)
        #expect(layout.sizes == sizes)
        #expect(layout.count == sizes.count)
        var end = 0
        for bucket in 0..<layout.count {
            #expect(layout.range(of: bucket) == end..<(end + sizes[bucket]))
            end += sizes[bucket]
        }
        #expect(end == count)
        #expect(try BucketLayout(sizes: sizes, parameterCount: count) == layout)
    }

    @Test(arguments: [
        ([16, 0, 4], 20, "bucketSizes[1]: expected at least 1, got 0"),
        ([15, 5], 20, "bucketSizes[0]: expected a multiple of 16, got 15"),
        ([16, 5], 20, "bucketSizes: expected a sum of 20, got more after 2 of 2 sizes"),
        ([16, .max], 20, "bucketSizes: expected a sum of 20, got more after 2 of 2 sizes"),
        ([16], 20, "bucketSizes: expected a sum of 20, got 16"),
        ([], 0, "bucketSizes: expected a sum of 0, got 0"),
    ])
    func `sizes that do not cut the vector are refused`(sizes: [Int], count: Int, message: String) {
        let error = #expect(throws: LearningError.self) { try BucketLayout(sizes: sizes, parameterCount: count) }
        #expect(error?.description == message)
    }

    @Test func `a bucket of no parameters is refused`() {
        let error = #expect(throws: LearningError.self) {
            try BucketLayout(parameterCount: 5, bucketParameters: 0)
        }
        #expect(error?.description == "bucketParameters: expected at least 1, got 0")
    }

    @Test func `ranges are cut at the buckets' ends`() throws {
        let layout = try BucketLayout(sizes: [32, 16, 5], parameterCount: 53)
        #expect(layout.parts(of: [2..<4, 30..<50, 52..<53]) == [[2..<4, 30..<32], [0..<16], [0..<2, 4..<5]])
        #expect(layout.parts(of: []) == [[], [], []])
    }
}
