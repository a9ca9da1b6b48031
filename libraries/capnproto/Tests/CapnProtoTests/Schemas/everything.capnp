@0xe1a6eb7bd49ba5fc;
# Every construct of the schema language that the generator knows, for the tests.

using Shared = import "shared.capnp";

const answer :UInt32 = 42;
# A constant at the top of a file.
const origin :Shared.Point = (x = 3);
const greeting :Text = "hello";
const primes :List(UInt16) = [2, 3, 5];

struct Everything {
  # A field of every type.
  voidField @0 :Void;
  boolField @1 :Bool;
  int8Field @2 :Int8;
  int16Field @3 :Int16;
  int32Field @4 :Int32;
  int64Field @5 :Int64;
  uint8Field @6 :UInt8;
  uint16Field @7 :UInt16;
  uint32Field @8 :UInt32;
  uint64Field @9 :UInt64;
  float32Field @10 :Float32;
  float64Field @11 :Float64;
  textField @12 :Text;
  dataField @13 :Data;
  structField @14 :Everything;
  enumField @15 :Shared.Colour;
  anyField @16 :AnyPointer;

  voidList @17 :List(Void);
  boolList @18 :List(Bool);
  int8List @19 :List(Int8);
  int16List @20 :List(Int16);
  int32List @21 :List(Int32);
  int64List @22 :List(Int64);
  uint8List @23 :List(UInt8);
  uint16List @24 :List(UInt16);
  uint32List @25 :List(UInt32);
  uint64List @26 :List(UInt64);
  float32List @27 :List(Float32);
  float64List @28 :List(Float64);
  textList @29 :List(Text);
  dataList @30 :List(Data);
  structList @31 :List(Shared.Point);
  enumList @32 :List(Shared.Colour);
  nestedList @33 :List(List(Int32));
  innerField @34 :Shared.Scope.Inner;
}

struct Defaults {
  # A field of every type that has a default.
  boolField @0 :Bool = true;
  int8Field @1 :Int8 = -123;
  int16Field @2 :Int16 = -12345;
  int32Field @3 :Int32 = -12345678;
  int64Field @4 :Int64 = -123456789012345;
  uint8Field @5 :UInt8 = 234;
  uint16Field @6 :UInt16 = 45678;
  uint32Field @7 :UInt32 = 3456789012;
  uint64Field @8 :UInt64 = 12345678901234567890;
  float32Field @9 :Float32 = 1234.5;
  float64Field @10 :Float64 = -123e45;
  textField @11 :Text = "foo";
  dataField @12 :Data = 0x"62 61 72";
  structField @13 :Shared.Point = (x = 7, y = 8);
  enumField @14 :Shared.Colour = blue;
  listField @15 :List(Int32) = [1, -2, 3];
  infiniteField @16 :Float32 = inf;
  textListField @17 :List(Text) = ["plugh", "xyzzy"];
}

struct Unions {
  # Unions with and without a name, and groups.
  union {
    nothing @0 :Void;
    number @1 :Int32;
    text @2 :Text;
    point :group {
      x @3 :Int32;
      label @4 :Text;
    }
  }
  named :union {
    flag @5 :Bool;
    colour @6 :Shared.Colour;
    list @7 :List(UInt8);
    data @8 :Data;
  }
  plain :group {
    low @9 :UInt16;
    high @10 :UInt16;
  }
}

struct NewerUnions {
  # `Unions` as a later version might have it: a fifth member.
  union {
    nothing @0 :Void;
    number @1 :Int32;
    text @2 :Text;
    point :group {
      x @3 :Int32;
      label @4 :Text;
    }
    later @5 :UInt8;
  }
}

struct Awkward {
  # Names that Swift or the generated code claims.
  self @0 :UInt8;
  default @1 :UInt8;
  init @2 :UInt8;
  raw @3 :UInt8;
  which @4 :UInt8;
  hasText @5 :Bool;
  text @6 :Text;
  type @7 :Type;
  nested @8 :Reader;

  enum Type {
    self @0;
    unknown @1;
    rawValue @2;
    class @3;
  }
  struct Reader {
    string @0 :Text;
    int @1 :Int64;
  }
  const typeID :UInt8 = 9;
  const class :Shared.Colour = green;
}

struct Older {
  number @0 :UInt32;
  text @1 :Text;
}

struct Newer {
  # `Older` as a later version might have it.
  number @0 :UInt32;
  text @1 :Text;
  more @2 :UInt64;
  list @3 :List(UInt32);
}

struct OlderHolder {
  value @0 :Older;
  numbers @1 :List(UInt32);
  texts @2 :List(Text);
}

struct NewerHolder {
  # What was a list of numbers or texts is one of structs.
  value @0 :Newer;
  numbers @1 :List(Number);
  texts @2 :List(Label);

  struct Number {
    value @0 :UInt32;
    more @1 :UInt32;
  }
  struct Label {
    value @0 :Text;
  }
}

struct Nest {
  child @0 :Nest;
  children @1 :List(Nest);
}

struct Empty {
}
