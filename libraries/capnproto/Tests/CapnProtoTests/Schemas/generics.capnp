@0xa8e6c2b1f0947d35;
# Generic structs, for the tests.

using Shared = import "shared.capnp";

struct Map(Key, Value) {
  entries @0 :List(Entry);

  struct Entry {
    key @0 :Key;
    value @1 :Value;
  }
}

struct Box(Content) {
  content @0 :Content;
}

struct Tree(T) {
  value @0 :T;
  children @1 :List(Tree(T));
}

struct Choice(Left, Right) {
  # Parameters in a union, in groups, and beside an enum of the generic struct's own.
  union {
    neither @0 :Void;
    left @1 :Left;
    right @2 :Right;
    both :group {
      left @3 :Left;
      right @4 :Right;
    }
  }
  rating :group {
    kind @5 :Kind;
    reason @6 :Box(Left);
  }
  enum Kind {
    good @0;
    bad @1;
  }
}

struct Labelled(T) {
  # A generic struct with defaults and constants, which Swift can't store in one.
  label @0 :Text = "unlabelled";
  content @1 :T;
  origin @2 :Shared.Point = (x = 3);
  detail :group {
    note @3 :Text = "none";
  }
  const motto :Text = "label everything";
  const limit :UInt8 = 9;
  struct Inner {
    name @0 :Text = "inner";
    content @1 :T;
    const deep :List(Int8) = [1, 2];
  }
}

struct Outer(T) {
  # A parameter that hides another one, and scopes that inherit what is bound.
  content @0 :T;
  inner @1 :Inner(Text);
  unbound @2 :Inner;
  passedOn @3 :Inner(Box(T));

  struct Inner(T) {
    own @0 :T;
  }
  struct Sees {
    outer @0 :T;
  }
  sees @4 :Sees;
}

struct Shelf(T) {
  boxes @0 :List(Box(T));
  boxOfBoxes @1 :Box(Box(T));
}

struct Library {
  points @0 :Map(Text, Shared.Point);
  lists @1 :Map(Data, List(Int32));
  unbound @2 :Map;
  nested @3 :Map(Text, Map(Text, Box(Data)));
  tree @4 :Tree(Text);
  choice @5 :Choice(Text, Shared.Point);
  choices @6 :List(Choice(Shared.Point, List(Text)));
  entry @7 :Map(Text, Data).Entry;
  outer @8 :Outer(Data);
  inner @9 :Outer(Data).Inner(Text);
  shelf @10 :Shelf(Text);
  kinds @11 :List(Choice(Text, Text).Kind);
  labelled @12 :Labelled(List(Text));
  labelledInner @13 :Labelled(Text).Inner;
}

const labelledPoint :Labelled(Shared.Point) = (label = "constant", detail = (note = "of the file"));
