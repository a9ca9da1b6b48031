internal import Datasets
internal import Foundation
internal import JobFile
internal import Learning

extension TensorImage {
    /// A model that stands alone: parameters under PyTorch's names, what it computes, and the preprocessing that its
    /// inputs need.
    ///
    /// Nothing but the job and the data decides a byte of it.
    ///
    /// Throws a `DatasetError` for a preprocessing that is out of bounds.
    mutating func add(model parameters: BucketedVector, context: RunContext) throws {
        let dataset = context.dataset
        add("1", named: "pangea.format")
        add(context.job.name, named: "pangea.job")
        add("\(dataset.digest)", named: "pangea.dataset")
        add(context.modelText, named: "pangea.model")
        add("\(dataset.featureShape)", named: "pangea.featureShape")
        if case .images(let images) = dataset.preprocessing.input {
            add("\(images.scale)", named: "pangea.scale")
            add("\(images.mean)", named: "pangea.mean")
            add("\(images.deviation)", named: "pangea.deviation")
        }
        attach(try dataset.preprocessing.json(), named: FittedPreprocessing.metadataKey)
        add(parameters, layout: context.model.layout)
    }
}
