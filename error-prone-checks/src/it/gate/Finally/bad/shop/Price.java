package shop;

class Price {
  int parse(String text) {
    int price = 0;
    try {
      price = Integer.parseInt(text);
    } finally {
      return price; // blocked: Finally
    }
  }
}
