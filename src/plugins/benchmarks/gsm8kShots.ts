import type { Problem } from "../contract/benchmark.ts";

/**
 * The first eight problems of the training split of GSM8K with their worked solutions, of openai/grade-school-math,
 * `grade_school_math/data/train.jsonl` at 3101c7d: Copyright (c) 2021 OpenAI, under the MIT licence. The annotations for
 * a calculator are left out, and the result stands in a box instead of after "####".
 */
export const GSM8K_SHOTS: readonly Problem[] = [
  {
    id: "train/0",
    question:
      "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many clips did Natalia sell altogether in April and May?",
    expected: "72",
    details: {
      solution:
        "Natalia sold 48/2 = 24 clips in May.\nNatalia sold 48+24 = 72 clips altogether in April and May.\n\\boxed{72}",
    },
  },
  {
    id: "train/1",
    question:
      "Weng earns $12 an hour for babysitting. Yesterday, she just did 50 minutes of babysitting. How much did she earn?",
    expected: "10",
    details: {
      solution: "Weng earns 12/60 = $0.2 per minute.\nWorking 50 minutes, she earned 0.2 x 50 = $10.\n\\boxed{10}",
    },
  },
  {
    id: "train/2",
    question:
      "Betty is saving money for a new wallet which costs $100. Betty has only half of the money she needs. Her parents decided to give her $15 for that purpose, and her grandparents twice as much as her parents. How much more money does Betty need to buy the wallet?",
    expected: "5",
    details: {
      solution:
        "In the beginning, Betty has only 100 / 2 = $50.\nBetty's grandparents gave her 15 * 2 = $30.\nThis means, Betty needs 100 - 50 - 30 - 15 = $5 more.\n\\boxed{5}",
    },
  },
  {
    id: "train/3",
    question:
      "Julie is reading a 120-page book. Yesterday, she was able to read 12 pages and today, she read twice as many pages as yesterday. If she wants to read half of the remaining pages tomorrow, how many pages should she read?",
    expected: "42",
    details: {
      solution:
        "Maila read 12 x 2 = 24 pages today.\nSo she was able to read a total of 12 + 24 = 36 pages since yesterday.\nThere are 120 - 36 = 84 pages left to be read.\nSince she wants to read half of the remaining pages tomorrow, then she should read 84/2 = 42 pages.\n\\boxed{42}",
    },
  },
  {
    id: "train/4",
    question: "James writes a 3-page letter to 2 different friends twice a week.  How many pages does he write a year?",
    expected: "624",
    details: {
      solution:
        "He writes each friend 3*2=6 pages a week\nSo he writes 6*2=12 pages every week\nThat means he writes 12*52=624 pages a year\n\\boxed{624}",
    },
  },
  {
    id: "train/5",
    question:
      "Mark has a garden with flowers. He planted plants of three different colors in it. Ten of them are yellow, and there are 80% more of those in purple. There are only 25% as many green flowers as there are yellow and purple flowers. How many flowers does Mark have in his garden?",
    expected: "35",
    details: {
      solution:
        "There are 80/100 * 10 = 8 more purple flowers than yellow flowers.\nSo in Mark's garden, there are 10 + 8 = 18 purple flowers.\nPurple and yellow flowers sum up to 10 + 18 = 28 flowers.\nThat means in Mark's garden there are 25/100 * 28 = 7 green flowers.\nSo in total Mark has 28 + 7 = 35 plants in his garden.\n\\boxed{35}",
    },
  },
  {
    id: "train/6",
    question:
      "Albert is wondering how much pizza he can eat in one day. He buys 2 large pizzas and 2 small pizzas. A large pizza has 16 slices and a small pizza has 8 slices. If he eats it all, how many pieces does he eat that day?",
    expected: "48",
    details: {
      solution:
        "He eats 32 from the largest pizzas because 2 x 16 = 32\nHe eats 16 from the small pizza because 2 x 8 = 16\nHe eats 48 pieces because 32 + 16 = 48\n\\boxed{48}",
    },
  },
  {
    id: "train/7",
    question:
      "Ken created a care package to send to his brother, who was away at boarding school.  Ken placed a box on a scale, and then he poured into the box enough jelly beans to bring the weight to 2 pounds.  Then, he added enough brownies to cause the weight to triple.  Next, he added another 2 pounds of jelly beans.  And finally, he added enough gummy worms to double the weight once again.  What was the final weight of the box of goodies, in pounds?",
    expected: "16",
    details: {
      solution:
        "To the initial 2 pounds of jelly beans, he added enough brownies to cause the weight to triple, bringing the weight to 2*3=6 pounds.\nNext, he added another 2 pounds of jelly beans, bringing the weight to 6+2=8 pounds.\nAnd finally, he added enough gummy worms to double the weight once again, to a final weight of 8*2=16 pounds.\n\\boxed{16}",
    },
  },
];
