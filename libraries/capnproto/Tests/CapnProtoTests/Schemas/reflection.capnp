@0xa3cce3f7e0b1d5c9;
# What `Everything` lacks of the schema language, for what is driven by schemas at run time.

using Shared = import "shared.capnp";
using Other = import "everything.capnp";

interface Service {
  call @0 (number :Int32) -> (text :Text);
  again @1 Reflected -> Shared.Point;
}

struct Parcel(T) {
  # A generic struct.
  value @0 :T;
  label @1 :Text;
  next @2 :Parcel(T);
}

struct Pair(A, B) {
  first @0 :A;
  second @1 :B;
  swapped @2 :Pair(B, A);
  inner @3 :Inner;

  struct Inner {
    # Of the outer struct's parameters.
    both @0 :Parcel(A);
  }
}

struct Reflected {
  number @0 :Int16 = -7;
  union {
    # In the middle of the fields, and its members in another order than their names.
    unset @1 :Void;
    text @2 :Text = "default";
    deep :group {
      flag @3 :Bool = true;
      kind :union {
        colour @4 :Shared.Colour;
        point @5 :Shared.Point = (x = 5, y = 6);
        points @6 :List(Shared.Point) = [(x = 1), (y = 2)];
        deeper :group {
          data @7 :Data = 0x"00 ff 41";
          small @8 :Int8;
        }
      }
    }
    any @9 :AnyPointer;
    service @10 :Service;
  }
  after @11 :UInt8 = 9;
  plain :group {
    low @12 :UInt16;
    high @13 :Float32 = 0.1;
  }

  texts @14 :List(List(List(Text)));
  points @15 :List(List(Shared.Point));
  bytes @16 :List(List(Data));
  colours @17 :List(List(Shared.Colour));
  flags @18 :List(List(Bool));
  services @19 :List(Service);

  unbound @20 :Parcel;
  textBox @21 :Parcel(Text);
  listBox @22 :Parcel(List(Int32));
  pair @23 :Pair(Shared.Point, Parcel(Data));

  everything @24 :Other.Everything;
  defaults @25 :Other.Defaults;
  unions @26 :List(Other.Unions);
  nest @27 :Other.Nest;
  nothing @28 :Other.Empty;
  nothings @29 :List(Other.Empty);
  description @30 :Text;
  # Named like what every reader has.
}
