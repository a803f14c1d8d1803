// The cheapest process there is: what starting any program costs here.

int main() { return 0; }
