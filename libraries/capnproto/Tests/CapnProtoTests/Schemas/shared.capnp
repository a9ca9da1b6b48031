@0x88f64f9cda621fc1;
# Types that another file of the tests uses.

enum Colour {
  red @0;
  green @1;
  blue @2;
}

struct Point {
  x @0 :Int32;
  y @1 :Int32 = -1;
}

struct Scope {
  struct Inner {
    value @0 :UInt8;
  }
}
