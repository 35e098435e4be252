; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_3x1x4_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <4 x float>
  %"acc1_0" = alloca <4 x float>
  %"acc2_0" = alloca <4 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 15
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 16
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 31
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 32
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 47
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = load ptr, ptr %"cursor", align 1
  %tile.body.13 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.14 = load i64, ptr %tile.body.13, align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %tile.body.12, i64 8
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.12, i64 72
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = add i64 %tile.body.14, 1
  %tile.body.22 = icmp slt i64 %tile.body.18, %tile.body.21
  %tile.body.23 = icmp slt i64 0, %tile.body.20
  %tile.body.24 = and i1 %tile.body.22, %tile.body.23
  %tile.body.25 = select  i1 %tile.body.24, i64 %tile.body.20, i64 0
  %tile.body.26 = getelementptr i8, ptr %tile.body.12, i64 %tile.body.25
  %tile.body.27 = select  i1 %tile.body.24, i64 0, i64 %tile.body.14
  %tile.body.28 = select  i1 %tile.body.24, i64 0, i64 %tile.body.16
  %tile.body.29 = load ptr, ptr %tile.body.26, align 1
  %tile.body.30 = getelementptr i8, ptr %tile.body.26, i64 8
  %tile.body.31 = load i64, ptr %tile.body.30, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.26, i64 16
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.26, i64 24
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.26, i64 32
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.26, i64 40
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.26, i64 48
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.26, i64 56
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.26, i64 64
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.26, i64 72
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = mul i64 %tile.body.28, %tile.body.35
  %tile.body.49 = sub i64 %tile.body.37, %tile.body.48
  %tile.body.50 = icmp slt i64 %tile.body.35, %tile.body.49
  %tile.body.51 = select  i1 %tile.body.50, i64 %tile.body.35, i64 %tile.body.49
  %tile.body.52 = icmp slt i64 %tile.body.27, %tile.body.31
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.51, i64 0
  %tile.body.54 = mul i64 %tile.body.27, %tile.body.41
  %tile.body.55 = mul i64 %tile.body.48, %tile.body.39
  %tile.body.56 = add i64 %tile.body.54, %tile.body.55
  %tile.body.57 = getelementptr i8, ptr %tile.body.29, i64 %tile.body.56
  %tile.body.58 = add i64 %tile.body.28, 1
  %tile.body.59 = icmp eq i64 %tile.body.58, %tile.body.33
  %tile.body.60 = zext i1 %tile.body.59 to i64
  %tile.body.61 = add i64 %tile.body.27, %tile.body.60
  %tile.body.62 = select  i1 %tile.body.59, i64 0, i64 %tile.body.58
  store ptr %tile.body.26, ptr %"cursor", align 1
  %tile.body.63 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.61, ptr %tile.body.63, align 1
  %tile.body.64 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.62, ptr %tile.body.64, align 1
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, <4 x float>* %"acc0_0"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, <4 x float>* %"acc1_0"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, <4 x float>* %"acc2_0"
  %tile.body.65 = icmp slt i64 0, %"n"
  br i1 %tile.body.65, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.45
  %p.body.2 = mul i64 %"p.1", %tile.body.43
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.57, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.53
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.39
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.53
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <4 x float>, ptr %q.body.2, align 1
  %q.body.5 = load float, ptr %q.body.1, align 1
  %q.body.6 = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %q.body.5, i32 0
  %q.body.7 = shufflevector <4 x float> %q.body.6, <4 x float> %q.body.6, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %q.body.8 = load <4 x float>, <4 x float>* %"acc0_0"
  %q.body.9 = call <4 x float> @"llvm.fma.v4f32"(<4 x float> %q.body.7, <4 x float> %q.body.4, <4 x float> %q.body.8)
  store <4 x float> %q.body.9, <4 x float>* %"acc0_0"
  %q.body.10 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.11 = load float, ptr %q.body.10, align 1
  %q.body.12 = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %q.body.11, i32 0
  %q.body.13 = shufflevector <4 x float> %q.body.12, <4 x float> %q.body.12, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %q.body.14 = load <4 x float>, <4 x float>* %"acc1_0"
  %q.body.15 = call <4 x float> @"llvm.fma.v4f32"(<4 x float> %q.body.13, <4 x float> %q.body.4, <4 x float> %q.body.14)
  store <4 x float> %q.body.15, <4 x float>* %"acc1_0"
  %q.body.16 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.17 = load float, ptr %q.body.16, align 1
  %q.body.18 = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %q.body.17, i32 0
  %q.body.19 = shufflevector <4 x float> %q.body.18, <4 x float> %q.body.18, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %q.body.20 = load <4 x float>, <4 x float>* %"acc2_0"
  %q.body.21 = call <4 x float> @"llvm.fma.v4f32"(<4 x float> %q.body.19, <4 x float> %q.body.4, <4 x float> %q.body.20)
  store <4 x float> %q.body.21, <4 x float>* %"acc2_0"
  %q.body.22 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.22, ptr %entry.2
  %q.body.23 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.23, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.24 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.24, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <4 x float>, <4 x float>* %"acc0_0"
  store <4 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <4 x float>, <4 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 16
  store <4 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <4 x float>, <4 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <4 x float>, <4 x float>* %"acc0_0"
  %n.done.else.2 = load <4 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <4 x float> %n.done.else.2, %n.done.else.1
  store <4 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <4 x float>, <4 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 16
  %n.done.else.6 = load <4 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <4 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 16
  store <4 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <4 x float>, <4 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.11 = load <4 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <4 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 32
  store <4 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <4 x float> @"llvm.fma.v4f32"(<4 x float> %.1, <4 x float> %.2, <4 x float> %.3)

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = mul i64 %"task", 48
  %entry.16 = getelementptr i8, ptr %"partial", i64 %entry.15
  %entry.17 = mul i64 %"slot", %"panel_bytes"
  %entry.18 = getelementptr i8, ptr %"panels", i64 %entry.17
  %entry.19 = mul i64 %"task", 2
  %entry.20 = udiv i64 %entry.19, 2
  %entry.21 = urem i64 %entry.19, 2
  %entry.22 = add i64 %"task", 1
  %entry.23 = mul i64 %entry.22, 2
  %entry.24 = udiv i64 %entry.23, 2
  %entry.25 = urem i64 %entry.23, 2
  %entry.26 = icmp slt i64 %entry.20, %entry.24
  %"cursor" = alloca [23 x i64]
  br i1 %entry.26, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.20, %"entry"], [%"block.next", %"block.body"]
  %block.body.1 = icmp eq i64 %"block", %entry.20
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = add i64 %"block", 1
  %block.body.4 = icmp eq i64 %block.body.3, %entry.24
  %block.body.5 = udiv i64 %"block", 2
  %block.body.6 = urem i64 %"block", 2
  %block.body.7 = mul i64 %block.body.6, 2
  %block.body.8 = udiv i64 %block.body.2, 2
  %block.body.9 = urem i64 %block.body.2, 2
  %block.body.10 = mul i64 %block.body.9, 2
  %block.body.11 = mul i64 %block.body.8, %"xn"
  %block.body.12 = mul i64 %block.body.10, %"xh"
  %block.body.13 = add i64 %block.body.11, %block.body.12
  %block.body.14 = getelementptr i8, ptr %"x", i64 %block.body.13
  %block.body.15 = mul i64 %block.body.8, %"dyn"
  %block.body.16 = mul i64 %block.body.10, %"dyp"
  %block.body.17 = add i64 %block.body.15, %block.body.16
  %block.body.18 = getelementptr i8, ptr %"dy", i64 %block.body.17
  %block.body.19 = ptrtoint [23 x i64]* %"cursor" to i64
  %block.body.20 = inttoptr i64 %block.body.19 to ptr
  %block.body.21 = getelementptr i8, ptr %block.body.20, i64 24
  store ptr %block.body.21, ptr %block.body.20, align 1
  %block.body.22 = getelementptr i8, ptr %block.body.20, i64 8
  store i64 0, ptr %block.body.22, align 1
  %block.body.23 = getelementptr i8, ptr %block.body.20, i64 16
  store i64 0, ptr %block.body.23, align 1
  %block.body.24 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.14, ptr %block.body.21, align 1
  %block.body.25 = getelementptr i8, ptr %block.body.21, i64 8
  store i64 %block.body.24, ptr %block.body.25, align 1
  %block.body.26 = getelementptr i8, ptr %block.body.21, i64 16
  store i64 1, ptr %block.body.26, align 1
  %block.body.27 = getelementptr i8, ptr %block.body.21, i64 24
  store i64 2, ptr %block.body.27, align 1
  %block.body.28 = getelementptr i8, ptr %block.body.21, i64 32
  store i64 2, ptr %block.body.28, align 1
  %block.body.29 = getelementptr i8, ptr %block.body.21, i64 40
  store i64 64, ptr %block.body.29, align 1
  %block.body.30 = getelementptr i8, ptr %block.body.21, i64 48
  store i64 0, ptr %block.body.30, align 1
  %block.body.31 = getelementptr i8, ptr %block.body.21, i64 56
  store i64 %"xh", ptr %block.body.31, align 1
  %block.body.32 = getelementptr i8, ptr %block.body.21, i64 64
  store i64 %"xn", ptr %block.body.32, align 1
  %block.body.33 = getelementptr i8, ptr %block.body.21, i64 72
  store i64 80, ptr %block.body.33, align 1
  %block.body.34 = getelementptr i8, ptr %block.body.21, i64 80
  %block.body.35 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.18, ptr %block.body.34, align 1
  %block.body.36 = getelementptr i8, ptr %block.body.34, i64 8
  store i64 %block.body.35, ptr %block.body.36, align 1
  %block.body.37 = getelementptr i8, ptr %block.body.34, i64 16
  store i64 1, ptr %block.body.37, align 1
  %block.body.38 = getelementptr i8, ptr %block.body.34, i64 24
  store i64 2, ptr %block.body.38, align 1
  %block.body.39 = getelementptr i8, ptr %block.body.34, i64 32
  store i64 2, ptr %block.body.39, align 1
  %block.body.40 = getelementptr i8, ptr %block.body.34, i64 40
  store i64 64, ptr %block.body.40, align 1
  %block.body.41 = getelementptr i8, ptr %block.body.34, i64 48
  store i64 0, ptr %block.body.41, align 1
  %block.body.42 = getelementptr i8, ptr %block.body.34, i64 56
  store i64 %"dyp", ptr %block.body.42, align 1
  %block.body.43 = getelementptr i8, ptr %block.body.34, i64 64
  store i64 %"dyn", ptr %block.body.43, align 1
  %block.body.44 = getelementptr i8, ptr %block.body.34, i64 72
  store i64 0, ptr %block.body.44, align 1
  %block.body.45 = mul i64 %block.body.5, %"dyn"
  %block.body.46 = mul i64 %block.body.7, %"dyp"
  %block.body.47 = add i64 %block.body.45, %block.body.46
  %block.body.48 = getelementptr i8, ptr %"dy", i64 %block.body.47
  %block.body.49 = mul i64 %block.body.5, %"xn"
  %block.body.50 = mul i64 %block.body.7, %"xh"
  %block.body.51 = add i64 %block.body.49, %block.body.50
  %block.body.52 = getelementptr i8, ptr %"x", i64 %block.body.51
  %block.body.53 = icmp eq i64 0, 0
  %block.body.54 = icmp slt i64 0, 1
  %block.body.55 = and i1 %block.body.53, %block.body.54
  %block.body.56 = icmp sgt i64 0, %block.body.7
  %block.body.57 = select  i1 %block.body.56, i64 0, i64 %block.body.7
  %block.body.58 = add i64 %block.body.7, 2
  %block.body.59 = icmp slt i64 4, %block.body.58
  %block.body.60 = select  i1 %block.body.59, i64 4, i64 %block.body.58
  %block.body.61 = sub i64 %block.body.57, %block.body.7
  %block.body.62 = sub i64 %block.body.60, %block.body.57
  %block.body.63 = icmp eq i64 0, 0
  %block.body.64 = icmp eq i64 0, 0
  %block.body.65 = mul i64 %block.body.61, %"xh"
  %block.body.66 = getelementptr i8, ptr %block.body.52, i64 %block.body.65
  %block.body.67 = mul i64 %block.body.61, %"dyp"
  %block.body.68 = getelementptr i8, ptr %block.body.48, i64 %block.body.67
  call void @"tile_3x1x4_0"(ptr %block.body.66, ptr %block.body.68, ptr %entry.16, i1 %block.body.1, i64 1, i64 12, i64 0, i64 48, i64 1, i64 %block.body.62, i64 4, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %block.body.20)
  %"block.next" = add i64 %"block", 1
  %block.body.69 = icmp slt i64 %"block.next", %entry.24
  br i1 %block.body.69, label %"block.body", label %"block.done"
block.done:
  ret void
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = ptrtoint ptr %"old" to i64
  %entry.16 = icmp ne i64 %entry.15, 0
  %entry.17 = mul i64 %"task", 3
  %entry.18 = add i64 %"task", 1
  %entry.19 = mul i64 %entry.18, 3
  %entry.20 = icmp slt i64 %entry.17, %entry.19
  %entry.21 = alloca <4 x double>
  %entry.22 = alloca <4 x double>
  %entry.23 = alloca double
  %entry.24 = alloca double
  br i1 %entry.20, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.17, %"entry"], [%"row.next", %"k.done"]
  %row.body.1 = mul i64 %"row", 4
  %row.body.2 = mul i64 %row.body.1, 4
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <4 x float>, ptr %row.body.3, align 1
  %row.body.5 = fpext <4 x float> %row.body.4 to <4 x double>
  store <4 x double> %row.body.5, <4 x double>* %entry.21
  %row.body.6 = load <4 x double>, <4 x double>* %entry.21
  %row.body.7 = mul i64 %row.body.1, 4
  %row.body.8 = add i64 48, %row.body.7
  %row.body.9 = getelementptr i8, ptr %"partial", i64 %row.body.8
  %row.body.10 = load <4 x float>, ptr %row.body.9, align 1
  %row.body.11 = fpext <4 x float> %row.body.10 to <4 x double>
  %row.body.12 = fadd <4 x double> %row.body.6, %row.body.11
  store <4 x double> %row.body.12, <4 x double>* %entry.21
  %row.body.13 = load <4 x double>, <4 x double>* %entry.21
  store <4 x double> %row.body.13, <4 x double>* %entry.22
  br i1 %entry.16, label %"row.body.if", label %"row.body.endif"
row.done:
  ret void
row.body.if:
  %row.body.if.1 = mul i64 %row.body.1, 4
  %row.body.if.2 = getelementptr i8, ptr %"old", i64 %row.body.if.1
  %row.body.if.3 = load <4 x float>, ptr %row.body.if.2, align 1
  %row.body.if.4 = fpext <4 x float> %row.body.if.3 to <4 x double>
  %row.body.if.5 = load <4 x double>, <4 x double>* %entry.22
  %row.body.if.6 = fadd <4 x double> %row.body.if.5, %row.body.if.4
  store <4 x double> %row.body.if.6, <4 x double>* %entry.22
  br label %"row.body.endif"
row.body.endif:
  %row.body.endif.1 = load <4 x double>, <4 x double>* %entry.22
  %row.body.endif.2 = fptrunc <4 x double> %row.body.endif.1 to <4 x float>
  %row.body.endif.3 = mul i64 %row.body.1, 4
  %row.body.endif.4 = getelementptr i8, ptr %"out", i64 %row.body.endif.3
  store <4 x float> %row.body.endif.2, ptr %row.body.endif.4, align 1
  %row.body.endif.5 = icmp slt i64 4, 4
  br i1 %row.body.endif.5, label %"k.body", label %"k.done"
k.body:
  %"k" = phi  i64 [4, %"row.body.endif"], [%"k.next", %"k.body.endif"]
  %k.body.1 = add i64 %row.body.1, %"k"
  %k.body.2 = mul i64 %k.body.1, 4
  %k.body.3 = getelementptr i8, ptr %"partial", i64 %k.body.2
  %k.body.4 = load float, ptr %k.body.3, align 1
  %k.body.5 = fpext float %k.body.4 to double
  store double %k.body.5, double* %entry.23
  %k.body.6 = load double, double* %entry.23
  %k.body.7 = mul i64 %k.body.1, 4
  %k.body.8 = add i64 48, %k.body.7
  %k.body.9 = getelementptr i8, ptr %"partial", i64 %k.body.8
  %k.body.10 = load float, ptr %k.body.9, align 1
  %k.body.11 = fpext float %k.body.10 to double
  %k.body.12 = fadd double %k.body.6, %k.body.11
  store double %k.body.12, double* %entry.23
  %k.body.13 = load double, double* %entry.23
  store double %k.body.13, double* %entry.24
  br i1 %entry.16, label %"k.body.if", label %"k.body.endif"
k.done:
  %"row.next" = add i64 %"row", 1
  %k.done.1 = icmp slt i64 %"row.next", %entry.19
  br i1 %k.done.1, label %"row.body", label %"row.done"
k.body.if:
  %k.body.if.1 = mul i64 %k.body.1, 4
  %k.body.if.2 = getelementptr i8, ptr %"old", i64 %k.body.if.1
  %k.body.if.3 = load float, ptr %k.body.if.2, align 1
  %k.body.if.4 = fpext float %k.body.if.3 to double
  %k.body.if.5 = load double, double* %entry.24
  %k.body.if.6 = fadd double %k.body.if.5, %k.body.if.4
  store double %k.body.if.6, double* %entry.24
  br label %"k.body.endif"
k.body.endif:
  %k.body.endif.1 = load double, double* %entry.24
  %k.body.endif.2 = fptrunc double %k.body.endif.1 to float
  %k.body.endif.3 = mul i64 %k.body.1, 4
  %k.body.endif.4 = getelementptr i8, ptr %"out", i64 %k.body.endif.3
  store float %k.body.endif.2, ptr %k.body.endif.4, align 1
  %"k.next" = add i64 %"k", 1
  %k.body.endif.5 = icmp slt i64 %"k.next", 4
  br i1 %k.body.endif.5, label %"k.body", label %"k.done"
}

