@0xc0c49ffbb4eff845;
# Pangea's wire: every message that orchestrator, compute and trainers exchange.
#
# One frame on a connection is one `Message`. The dialling side speaks first with a `Hello`; the
# listening side answers with a `Welcome` or a `Failure` and only then reads on. After that:
#
#   orchestrator -> compute   OpenDataset                         (answered by DatasetOpened)
#   trainer -> orchestrator   Hello, Join, GradientUpdate*, EvaluationResult*, Leave
#   orchestrator -> trainer   Welcome, Run, Joined, Parameters*, Lease*, Credit*, Revoke*, Finish
#   trainer -> compute        Hello, OpenDataset, BatchRequest*   (answered by TrainingBatch)
#   either side, any time     Heartbeat, Failure
#
# Whatever carries numbers of a tensor is little-endian and row-major. Digests are SHA-256, 32 bytes.
# A step is counted from 0 over the whole run; step t uses the parameters that t commits led to.

enum DataType {
  # The type of one element of a tensor. A bool takes one byte, 0 or 1.
  float32 @0;
  float64 @1;
  float16 @2;
  bfloat16 @3;
  int8 @4;
  int16 @5;
  int32 @6;
  int64 @7;
  uint8 @8;
  uint16 @9;
  uint32 @10;
  uint64 @11;
  bool @12;
}

struct Tensor {
  # A dense array. Its receiver refuses it unless product(shape) times the element's size is exactly
  # the byte count of `data`.

  dataType @0 :DataType;
  shape @1 :List(UInt64);
  # Row-major; no entry means a scalar.
  data @2 :Data;
  # Starts on an 8-byte boundary of its segment.
}

enum MessageType {
  # Names the payload of a `Message`, in the order of its union.
  unspecified @0;
  hello @1;
  welcome @2;
  run @3;
  join @4;
  joined @5;
  openDataset @6;
  datasetOpened @7;
  batchRequest @8;
  trainingBatch @9;
  lease @10;
  gradientUpdate @11;
  evaluationResult @12;
  parameters @13;
  heartbeat @14;
  leave @15;
  finish @16;
  failure @17;
  credit @18;
  revoke @19;
}

struct Message {
  # The envelope of every exchange.

  id @0 :UInt64;
  # Counts this sender's messages on this connection from 1. Heartbeats carry 0.
  inReplyTo @1 :UInt64;
  # The `id` of the request that this answers, 0 for a message that answers none.
  type @2 :MessageType;
  # Equals the union's member; a message in which they differ is refused.
  sender @3 :Text;
  # The sender's name as in its `Hello`, for logs. It grants nothing.

  payload :union {
    unspecified @4 :Void;
    hello @5 :Hello;
    welcome @6 :Welcome;
    run @7 :Run;
    join @8 :Join;
    joined @9 :Joined;
    openDataset @10 :OpenDataset;
    datasetOpened @11 :DatasetOpened;
    batchRequest @12 :BatchRequest;
    trainingBatch @13 :TrainingBatch;
    lease @14 :Lease;
    gradientUpdate @15 :GradientUpdate;
    evaluationResult @16 :EvaluationResult;
    parameters @17 :Parameters;
    heartbeat @18 :Heartbeat;
    leave @19 :Leave;
    finish @20 :Finish;
    failure @21 :Failure;
    credit @22 :Credit;
    revoke @23 :Revoke;
  }
}

# ---------------------------------------------------------------------------------------------------
# Meeting

enum Role {
  unspecified @0;
  orchestrator @1;
  compute @2;
  trainer @3;
}

struct Capabilities {
  # What the sender's machine offers. Information for logs and for the choice of lease sizes; only
  # the probe decides whether a trainer's numbers may count.
  cores @0 :UInt32;
  memoryBytes @1 :UInt64;
  processor @2 :Text;
  blasKernel @3 :Text;
  # The kernel that OpenBLAS has in force, empty where the service uses none.
}

struct Hello {
  # First message of the dialling side. Sent once; a second one is refused.
  protocolVersion @0 :UInt32;
  # Versions must be equal; the listening side answers another one with `protocolVersion`.
  role @1 :Role;
  name @2 :Text;
  capabilities @3 :Capabilities;
}

struct Welcome {
  # The listening side's answer to `Hello`.
  protocolVersion @0 :UInt32;
  role @1 :Role;
  name @2 :Text;
  heartbeatMilliseconds @3 :UInt32;
  # Each side sends a `Heartbeat` at least this often while it has nothing else to say.
}

struct Run {
  # Orchestrator to trainer, once, right behind `Welcome`: all that a trainer needs to become a
  # replica. The trainer pins its numerics (restarting itself if it has to), computes the probe and
  # answers with `Join`.
  name @0 :Text;
  seed @1 :UInt64;
  data @2 :DataDescription;
  dataset @3 :DatasetDescription;
  model @4 :ModelDescription;
  numerics @5 :Numerics;
  batch @6 :UInt32;
  # Samples in a full step.
  microBatch @7 :UInt32;
  # Samples in a full micro-batch; divides `batch`.
  evaluationBatch @8 :UInt32;
  # Samples in a full evaluation batch.
  bucketSizes @9 :List(UInt64);
  # Parameters in each bucket, in the order of the flat parameter vector; their sum is its length.
}

struct Numerics {
  # What floating point depends on beside the job's mathematics.
  blasKernel @0 :Text;
  # As OpenBLAS names it (`OPENBLAS_CORETYPE`), for example "Haswell".
  blasThreads @1 :UInt32;
}

struct Join {
  # Trainer to orchestrator, once, in answer to `Run`.
  probe @0 :Data;
  # Digest of one forward and backward pass of the run's model on fixed input.
}

struct Joined {
  # The trainer is a member. `Parameters` of every bucket follow, then leases.
  # Where the probe differs from the run's, a `Failure` with code `probeMismatch` comes instead.
  lineage @0 :Data;
  # Digest of the job's result-bearing keys, the data and the probe; names the run in all that follows.
}

struct Leave {
  # Trainer to orchestrator, last message of a trainer that goes in good order: what it still owes
  # is leased again at once. A repeat is harmless.
  reason @0 :Text;
}

struct Finish {
  # Orchestrator to trainer, last message of a run that has ended. A repeat is harmless.
  reason @0 :Text;
  succeeded @1 :Bool;
}

struct Heartbeat {
  # Either side, whenever nothing else was sent for the agreed interval. Never answered.
}

# ---------------------------------------------------------------------------------------------------
# Data

struct DataDescription {
  # The job's data section. Paths are relative to the root folder that compute was started with; files
  # are plain or compressed with gzip. Compute refuses values that are out of bounds or contradict
  # each other with `invalidData`.
  union {
    idx @0 :Idx;
    csv @1 :Csv;
    text @5 :TextFiles;
  }
  scaling @2 :Scaling;
  standardisation @3 :Standardisation;
  labels @4 :LabelEncoding;
  split @6 :SplitRule;

  struct Idx {
    # The format of the MNIST files.
    trainingFeatures @0 :Text;
    trainingLabels @1 :Text;
    evaluationFeatures @2 :Text;
    # Empty, as the labels, where evaluation samples are split off the training files.
    evaluationLabels @3 :Text;
  }

  struct Csv {
    # RFC 4180: one column is the label, others are features.
    training @0 :Text;
    evaluation @1 :Text;
    # Empty where evaluation samples are split off the training file.
    hasHeader @2 :Bool;
    labelColumn @3 :Text;
    # A name of the header, or the column's number counted from 0 where there is none; so are all columns.
    target @4 :Target;
    columns @5 :List(Text);
    # The features in their order; none means all columns but the label. At most 65,536.
    categories @6 :List(Text);
    # Those of them that hold categories rather than numbers. At most 65,536.
    categoryLimit @7 :UInt32;
    # The most categories that the training split may have in one column, 1 to 65,536.
    missing @8 :Missing;
    # Null where no value may be missing.
  }

  struct Target {
    # What a table's label says.
    union {
      integers @0 :Void;
      # The class's number.
      names @1 :Void;
      # The class's name; classes are numbered in the order of their names' UTF-8 bytes.
      number @2 :Void;
      # A number to be predicted.
      standardisedNumber @3 :Void;
      # The same, brought to mean 0 and deviation 1 over the training split.
      above @4 :Float64;
      # A condition: 1 where the number is above this, else 0. So are the next three.
      atLeast @5 :Float64;
      below @6 :Float64;
      atMost @7 :Float64;
      equals @8 :Text;
      # 1 where the text is this, else 0.
    }
  }

  struct Missing {
    # What stands for a missing value, and what takes its place. A row whose label is missing is left
    # out; a missing category is one that the training split never had.
    tokens @0 :List(Text);
    # 1 to 64 texts, one of them often the empty one.
    fill @1 :Fill;
    hasIndicator @2 :Bool;
    # Whether a feature of its own says where a number was missing.
  }

  enum Fill {
    # Of the column's numbers in the training split.
    mean @0;
    median @1;
  }

  struct TextFiles {
    # UTF-8. A sample is a window of `context` tokens, its label at each position the token that follows.
    training @0 :List(Text);
    # The files are one text, one behind the other. 1 to 1,024.
    evaluation @1 :List(Text);
    # None where evaluation samples are split off the training files.
    context @2 :UInt32;
    # Tokens of a sample, 1 to 65,536.
    tokens @3 :Tokens;
    windows @4 :Windows;
  }

  enum Tokens {
    characters @0;
    # The training split's Unicode scalars in the order of their numbers, and one more for all others.
    bytes @1;
  }

  enum Windows {
    consecutive @0;
    random @1;
    # Of the training split: at places that are a pure function of (seed, epoch, sample).
  }

  struct SplitRule {
    # Where the evaluation split comes from.
    union {
      files @0 :Void;
      # From files of its own.
      seeded :group {
        # From the training files: the first samples of a permutation that is a pure function of
        # (seed, samples).
        share @1 :Float64;
        # Above 0 and below 1.
        seed @2 :UInt64;
      }
      place @3 :Float64;
      # The last share of the training files' samples, or of a text's tokens.
    }
  }

  enum Scaling {
    none @0;
    unit @1;
    # Maps the format's own range onto 0 to 1: for bytes, division by 255.
  }

  enum Standardisation {
    none @0;
    global @1;
    # One mean and one deviation over all features.
    feature @2;
    # A mean and a deviation for each feature.
  }

  enum LabelEncoding {
    # Of classes.
    classIndex @0;
    # One unsigned 32-bit integer a sample.
    oneHot @1;
    # One float32 a class.
  }
}

struct DatasetDescription {
  # What compute found: the data as every trainer will see it.
  digest @0 :Data;
  # Over the description, the bytes of the files and the fitted preprocessing.
  trainingSamples @1 :UInt64;
  evaluationSamples @2 :UInt64;
  droppedRows @3 :UInt64;
  # Rows that were left out, as they have no label.
  featureShape @4 :List(UInt64);
  # Of one sample, for example 28 x 28; of text, the context.
  tokenCount @5 :UInt32;
  # How many different tokens samples are made of, 0 where they are made of numbers.
  target @6 :TargetKind;
  outputCount @7 :UInt32;
  # What a model has to put out: one a class, one a token at every position, else 1.
  preprocessing @8 :Text;
  # Whatever was fitted on the training split, as it stands in the model's file: JSON, at most 4 MiB.
  # The four fields above are in it too, for those who don't read it; a message in which they differ
  # is refused.

  enum TargetKind {
    classes @0;
    numbers @1;
    conditions @2;
    # 1 where it holds, 0 where not.
    nextTokens @3;
  }
}

struct OpenDataset {
  # Request to compute by the orchestrator or a trainer: read, fit and keep this data set. A repeat
  # is harmless and answered at once when the data set is open already.
  data @0 :DataDescription;
  expectedDigest @1 :Data;
  # Empty from the orchestrator; a trainer names the run's, and another one found is a `Failure`.
}

struct DatasetOpened {
  # Compute's answer to `OpenDataset`.
  dataset @0 :DatasetDescription;
}

enum Split {
  training @0;
  evaluation @1;
}

struct BatchRequest {
  # Trainer to compute, any number outstanding. The answer is a pure function of the request, so a
  # repeat is harmless; compute keeps no state of a run.
  dataset @0 :Data;
  split @1 :Split;
  seed @2 :UInt64;
  batch @3 :UInt32;
  microBatch @4 :UInt32;
  step @5 :UInt64;
  # Unused for the evaluation split, which is cut in its own order into batches of `microBatch`.
  index @6 :UInt32;
  # Which micro-batch of the step, or which evaluation batch.
}

struct TrainingBatch {
  # Compute's answer to `BatchRequest`.
  epoch @0 :UInt64;
  step @1 :UInt64;
  index @2 :UInt32;
  sampleIds @3 :List(UInt64);
  # Positions in the split, one a sample, in the order of the tensors' first dimension.
  features @4 :Tensor;
  # float32 (samples, feature shape), or uint32 (samples, context): tokens.
  labels @5 :Tensor;
  labelKind @6 :LabelKind;

  enum LabelKind {
    classes @0;
    # uint32 (samples).
    oneHot @1;
    # float32 (samples, classes).
    values @2;
    # float32 (samples, outputs): what a model should put out.
    nextTokens @3;
    # uint32 (samples, context): at each position the token that follows. Features are tokens then, and
    # only then.
  }
}

# ---------------------------------------------------------------------------------------------------
# Model

struct ModelDescription {
  # The job's model section with what the data decides filled in: a sample goes through the layers, one
  # behind the other, and the loss is what training makes small. Shapes are those of one sample:
  # (features), (positions, features), (channels, height, width), or (positions) of tokens.
  inputShape @0 :List(UInt64);
  layers @1 :List(Layer);
  # The receiver refuses more than 4,096 layers in all, and lists more than 8 deep in one another.
  loss @2 :Loss;

  struct Layer {
    # Each as PyTorch's module of the same purpose; docs/job-file.md says which.
    name @0 :Text;
    # The first part of its tensors' names. Empty: its number in the list, from 0. At most 256 bytes.
    union {
      unspecified @1 :Void;
      linear :group {
        outputs @2 :UInt64;
        bias @3 :Bool = true;
      }
      convolution :group {
        channels @4 :UInt64;
        kernel @5 :UInt64;
        stride @6 :UInt64;
        padding @7 :UInt64;
        bias @8 :Bool = true;
      }
      maxPooling @9 :Pooling;
      averagePooling @10 :Pooling;
      flatten @11 :Void;
      activation @12 :Activation;
      softmax @13 :Void;
      dropout :group {
        probability @14 :Float64;
      }
      layerNorm :group {
        epsilon @15 :Float64;
      }
      groupNorm :group {
        groups @16 :UInt64;
        epsilon @17 :Float64;
      }
      rmsNorm :group {
        epsilon @18 :Float64;
      }
      embedding :group {
        tokens @19 :UInt64;
        width @20 :UInt64;
        deviation @21 :Float64;
      }
      positionalEmbedding :group {
        deviation @22 :Float64;
      }
      causalSelfAttention :group {
        heads @23 :UInt64;
      }
      residual :group {
        body @24 :List(Layer);
        shortcut @25 :List(Layer);
        # Empty: the input itself.
      }
      sequential :group {
        layers @26 :List(Layer);
      }
    }
  }

  struct Pooling {
    kernel @0 :UInt64;
    stride @1 :UInt64;
  }

  enum Activation {
    relu @0;
    gelu @1;
    geluTanh @2;
    silu @3;
    tanh @4;
    sigmoid @5;
  }

  struct Loss {
    union {
      unspecified @0 :Void;
      crossEntropy :group {
        labelSmoothing @1 :Float64;
      }
      meanSquaredError @2 :Void;
      binaryCrossEntropy @3 :Void;
    }
  }
}

# ---------------------------------------------------------------------------------------------------
# Work

enum Phase {
  training @0;
  evaluation @1;
}

struct Lease {
  # Orchestrator to trainer: compute the micro-batches [first, end) of a step, or of the evaluation
  # after `step` commits. May come before the parameters of its step. What the trainer has not pushed
  # by the deadline may be leased to others as well; its own push still counts if it comes first.
  id @0 :UInt64;
  phase @1 :Phase;
  step @2 :UInt64;
  first @3 :UInt32;
  end @4 :UInt32;
  deadlineMilliseconds @5 :UInt32;
}

struct Credit {
  # Orchestrator to trainer: of these leases of a training step, the nodes in the buckets [0, buckets)
  # may be pushed. Without credit for a bucket nothing of it may be: a push beyond ends the conversation
  # with `overloaded`. Comes with a lease, or later, and again as buckets fill; it is never taken back,
  # and a lease that the first incomplete bucket misses next always has credit for that one. A repeat is
  # harmless: the highest one counts. An evaluation needs none.
  leases @0 :List(UInt64);
  buckets @1 :UInt32;
}

struct Revoke {
  # Orchestrator to trainer: the work of this lease is somebody else's, or needed no more. What the
  # trainer hasn't begun it drops, and what it is at when the micro-batch under way is done. Told too
  # late it changes nothing: what the trainer has computed it may push, and it counts if it comes first.
  # Never comes before its `Lease`; a repeat, or a lease that is over or unknown, is harmless.
  lease @0 :UInt64;
  reason @1 :Text;
  # Fit for a log.
}

struct Statistics {
  # Beside the sums of gradients, of the same micro-batches, added in the same tree.
  samples @0 :UInt64;
  lossSum @1 :Float64;
  correct @2 :UInt64;
  ledger @3 :UInt64;
  # Wrap-around sum of a hash of every (epoch, sample id) that was consumed.
  errorSum @4 :Float64;
  # Sum of the samples' mean absolute errors, where the model says numbers; else 0.
}

struct GradientUpdate {
  # Trainer to orchestrator: the value of one node of a step's tree, which is a sum, never a mean.
  # The micro-batches [first, first + 2^k) with first a multiple of 2^k, cut off at the step's last.
  # Pushed by buckets: a trainer pushes all nodes of all leases that it has computed in bucket b before
  # any in bucket b + 1, as far as its `Credit` reaches.
  # A repeat is harmless: leaves that are covered already are compared, not added. One that can't count
  # is answered by a `Failure` that names it: with `stale` the conversation goes on, for it came too late
  # through nobody's fault; with any other code it ends.
  lineage @0 :Data;
  lease @1 :UInt64;
  step @2 :UInt64;
  bucket @3 :UInt32;
  first @4 :UInt32;
  end @5 :UInt32;
  statistics @6 :Statistics;
  # The same in every bucket of the node.
  gradient @7 :Tensor;
  # float32 (parameters of the bucket).
}

struct EvaluationResult {
  # Trainer to orchestrator: one node of the evaluation's tree. A repeat is harmless.
  lineage @0 :Data;
  lease @1 :UInt64;
  step @2 :UInt64;
  first @3 :UInt32;
  end @4 :UInt32;
  statistics @5 :Statistics;
}

struct Parameters {
  # Orchestrator to trainer: one bucket of the parameters that step `step` starts from. Sent for every
  # bucket after `Joined` and after every commit; the buckets of a step come in order. To a trainer that
  # hasn't taken all of them when the next step commits, only that one's are sent. A repeat is harmless:
  # a bucket of a step has one value.
  lineage @0 :Data;
  step @1 :UInt64;
  bucket @2 :UInt32;
  values @3 :Tensor;
  # float32 (parameters of the bucket).
}

# ---------------------------------------------------------------------------------------------------
# What goes wrong

enum FailureCode {
  unspecified @0;
  malformed @1;
  # The message can't be read or breaks its contract.
  unexpected @2;
  # A message that may not come now, or not from this role.
  protocolVersion @3;
  unknownDataset @4;
  # Not open here; open it and ask again.
  invalidData @5;
  # The data can't be read, or isn't what was described.
  digestMismatch @6;
  outOfRange @7;
  probeMismatch @8;
  lineageMismatch @9;
  stale @10;
  # For a step gone by, a lease that isn't held, or leaves that others were first to cover. Harmless.
  shapeMismatch @11;
  overloaded @12;
  stopping @13;
  internal @14;
  expelled @15;
  # The trainer's name was proven wrong in this run, and doesn't come back.
}

struct Failure {
  # Answer to a request that can't be met (`inReplyTo` names it), or the last message before the
  # sender closes the connection (`inReplyTo` is 0).
  code @0 :FailureCode;
  message @1 :Text;
  # The operation, the thing, what was expected and what came; fit for a log.
}
