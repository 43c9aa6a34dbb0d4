int zoo_private_answer(void);

int zoo_private_answer(void) { return 42; }
