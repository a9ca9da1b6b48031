@0xb3c9a2f0d1e47586;
# The messages that Cap'n Proto for Swift and libcapnp are measured with.

struct GradientUpdate {
  # As small as a message of a training run gets: two tensors of a few numbers.
  step @0 :UInt64;
  lease @1 :UInt64;
  trainer @2 :Text;
  loss @3 :Float64;
  tensors @4 :List(Tensor);
}

struct Tensor {
  name @0 :Text;
  kind @1 :Kind;
  shape @2 :List(UInt64);
  data @3 :Data;
  values @4 :List(Float32);

  enum Kind { float32 @0; float64 @1; uint8 @2; }
}

# Three workloads that the Cap'n Proto project measures itself with, written anew from their description.

struct ParkingLot {
  # Car sales: many numbers, flags and enums in nested structs; the answer is the sum of all prices.
  cars @0 :List(Car);
}

struct Car {
  make @0 :Text;
  model @1 :Text;
  color @2 :Color;
  seats @3 :UInt8;
  doors @4 :UInt8;
  wheels @5 :List(Wheel);
  length @6 :UInt16;
  width @7 :UInt16;
  height @8 :UInt16;
  weight @9 :UInt32;
  engine @10 :Engine;
  fuelCapacity @11 :Float32;
  fuelLevel @12 :Float32;
  hasPowerWindows @13 :Bool;
  hasPowerSteering @14 :Bool;
  hasCruiseControl @15 :Bool;
  cupHolders @16 :UInt8;
  hasNavSystem @17 :Bool;

  enum Color { black @0; white @1; red @2; green @3; blue @4; cyan @5; magenta @6; yellow @7; silver @8; }
}

struct Wheel {
  diameter @0 :UInt16;
  airPressure @1 :Float32;
  snowTires @2 :Bool;
}

struct Engine {
  horsepower @0 :UInt16;
  cylinders @1 :UInt8;
  cc @2 :UInt32;
  usesGas @3 :Bool;
  usesElectric @4 :Bool;
}

struct SearchResults {
  # Cat rank: results with long texts; the answer is the results anew, those about cats ranked higher.
  results @0 :List(SearchResult);
}

struct SearchResult {
  url @0 :Text;
  score @1 :Float64;
  snippet @2 :Text;
}

struct Expression {
  # Expression evaluation: a tree of small structs; the answer is its value.
  operation @0 :Operation;
  left :union {
    value @1 :Int32;
    expression @2 :Expression;
  }
  right :union {
    value @3 :Int32;
    expression @4 :Expression;
  }

  enum Operation { add @0; subtract @1; multiply @2; divide @3; modulus @4; }
}
