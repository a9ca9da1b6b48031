internal import Datasets
internal import Foundation
internal import JobFile
internal import Learning

extension TensorImage {
    /// A model that stands alone: parameters under PyTorch's names, what it computes, and the preprocessing that its
    /// inputs need.
    ///
    /// Nothing but the job and the data decides a byte of it.
    mutating func add(model parameters: BucketedVector, context: RunContext) {
        let dataset = context.dataset
        add("1", named: "pangea.format")
        add(context.job.name, named: "pangea.job")
        add("\(dataset.digest)", named: "pangea.dataset")
        add(context.modelText, named: "pangea.model")
        add("\(dataset.featureShape)", named: "pangea.featureShape")
        add("\(dataset.scale)", named: "pangea.scale")
        add("\(dataset.mean)", named: "pangea.mean")
        add("\(dataset.deviation)", named: "pangea.deviation")
        add(parameters, layout: context.model.layout)
    }
}
